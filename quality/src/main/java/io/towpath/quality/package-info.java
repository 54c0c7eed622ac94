/** What must hold: rules that judge one record, and checks that judge the table in SQL. */
@NullMarked
package io.towpath.quality;

import org.jspecify.annotations.NullMarked;
