/** The report of each move: made of what the journal keeps, and kept. */
@NullMarked
package io.understudy.node.moves;

import org.jspecify.annotations.NullMarked;
