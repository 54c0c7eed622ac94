package io.towpath.core;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/**
 * How an item of an API lies in the raw zone: the exact bytes that the API sent, and where they
 * came from. The payload comes first, so that readers of this version read what later ones add.
 */
public final class Envelope {
  /** Of the Avro files that hold items. */
  public static final Schema SCHEMA =
      SchemaBuilder.record("item")
          .namespace("io.towpath")
          .fields()
          .name("payload")
          .doc("one JSON text, as the API sent it")
          .type()
          .bytesType()
          .noDefault()
          .name("request")
          .doc("what was asked for, without secrets")
          .type()
          .stringType()
          .noDefault()
          .name("page")
          .doc("counted from 1 within the split")
          .type()
          .intType()
          .noDefault()
          .name("position")
          .doc("counted from 0 within the page")
          .type()
          .intType()
          .noDefault()
          .name("fetchedAt")
          .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
          .noDefault()
          .endRecord();

  private Envelope() {}
}
