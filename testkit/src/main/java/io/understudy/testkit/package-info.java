/** Fakes, and the contracts that fake and real adapters both keep. */
@NullMarked
package io.understudy.testkit;

import org.jspecify.annotations.NullMarked;
