@NullMarked
package io.understudy.bench;

import org.jspecify.annotations.NullMarked;
