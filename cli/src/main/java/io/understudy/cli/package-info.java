/** The command line: one class for each command. */
@NullMarked
package io.understudy.cli;

import org.jspecify.annotations.NullMarked;
