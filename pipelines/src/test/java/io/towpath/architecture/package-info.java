/**
 * Keeps the edges between modules, the names and the places of dangerous types as they are meant.
 */
package io.towpath.architecture;
