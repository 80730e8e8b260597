@NullMarked
package io.understudy.demo.stage;

import org.jspecify.annotations.NullMarked;
