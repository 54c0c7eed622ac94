/**
 * Databases as sources: their tables and queries are read split by split, as Avro with the types
 * that they have there. PostgreSQL is read by COPY, any other by its JDBC driver.
 */
@NullMarked
package io.towpath.io.jdbc;

import org.jspecify.annotations.NullMarked;
