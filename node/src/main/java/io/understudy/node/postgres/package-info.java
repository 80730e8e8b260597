/** This node's PostgreSQL, driven by PostgreSQL's own programs and by JDBC. */
@NullMarked
package io.understudy.node.postgres;

import org.jspecify.annotations.NullMarked;
