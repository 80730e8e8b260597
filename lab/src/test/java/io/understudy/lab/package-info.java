@NullMarked
package io.understudy.lab;

import org.jspecify.annotations.NullMarked;
