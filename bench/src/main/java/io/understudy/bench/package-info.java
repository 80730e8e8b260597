/** Measures what is promised, and writes it down alike for people and for machines. */
@NullMarked
package io.understudy.bench;

import org.jspecify.annotations.NullMarked;
