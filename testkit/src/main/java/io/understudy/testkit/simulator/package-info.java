/**
 * The real core of three to five nodes in a simulated world: one thread, virtual time, and every
 * surprise drawn from one seed.
 */
@NullMarked
package io.understudy.testkit.simulator;

import org.jspecify.annotations.NullMarked;
