/** What all nodes together say, and the lines and tables in which people read it. */
@NullMarked
package io.understudy.node.overview;

import org.jspecify.annotations.NullMarked;
