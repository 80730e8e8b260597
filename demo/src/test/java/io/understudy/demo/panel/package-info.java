@NullMarked
package io.understudy.demo.panel;

import org.jspecify.annotations.NullMarked;
