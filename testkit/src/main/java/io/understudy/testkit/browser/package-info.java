/** A real browser, for tests of pages. Whoever uses it brings Playwright and axe-core. */
@NullMarked
package io.understudy.testkit.browser;

import org.jspecify.annotations.NullMarked;
