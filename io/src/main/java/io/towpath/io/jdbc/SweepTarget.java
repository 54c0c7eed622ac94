package io.towpath.io.jdbc;

import io.towpath.contract.Contract;
import io.towpath.io.postgres.WarehouseAddress;
import java.io.Serializable;

/** The table in which keys are looked for that the source has no more. */
public record SweepTarget(WarehouseAddress warehouse, Contract contract) implements Serializable {}
