/** The demonstration: a whole cluster on one machine, a death, a takeover, and the way home. */
@NullMarked
package io.understudy.demo.stage;

import org.jspecify.annotations.NullMarked;
