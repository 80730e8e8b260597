@NullMarked
package io.understudy.node.api;

import org.jspecify.annotations.NullMarked;
