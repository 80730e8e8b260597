/** Starts other programs, recognises them for sure later, and ends them whole. Linux only. */
@NullMarked
package io.understudy.node.process;

import org.jspecify.annotations.NullMarked;
