/** The nouns: values that check themselves and never change. */
@NullMarked
package io.understudy.core.model;

import org.jspecify.annotations.NullMarked;
