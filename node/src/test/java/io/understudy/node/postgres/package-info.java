/** Tests against real PostgreSQL. */
@NullMarked
package io.understudy.node.postgres;

import org.jspecify.annotations.NullMarked;
