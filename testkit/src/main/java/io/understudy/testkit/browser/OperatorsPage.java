package io.understudy.testkit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/**
 * A node's page as a person uses it: what is where, and what is pressed. For one thread.
 *
 * @param page in a browser
 */
public record OperatorsPage(Page page) {

    /** Goes there and logs in; returns once the nodes are shown. */
    public void logIn(String address, String name, String password) {
        page.navigate(address);
        enter(name, password);
        assertThat(page.locator("#nodes .node").first()).isVisible();
    }

    /** Into the form that is shown. */
    public void enter(String name, String password) {
        page.locator("#name").fill(name);
        page.locator("#password").fill(password);
        page.locator("#password").press("Enter");
    }

    public Locator at(String selector) {
        return page.locator(selector);
    }

    /** Whatever is found there with that text in it. */
    public Locator at(String selector, String containing) {
        return page.locator(selector, new Page.LocatorOptions().setHasText(containing));
    }

    /** What is shown of a node. */
    public Locator card(String node) {
        return page.locator("#nodes .node", new Page.LocatorOptions().setHas(at("h3", node)));
    }

    /** What the node is, in a word. */
    public Locator role(String node) {
        return card(node).locator(".chip").first();
    }

    /** Whether a node may be lost, in a word or two. */
    public Locator word() {
        return at("#banner .word");
    }

    /** The button that opens a plan. */
    public Locator button(String title) {
        return at("#actions button", title);
    }

    /** Why that button can't be pressed. */
    public Locator reason(String title) {
        return at("#actions .action", title).locator(".reason");
    }

    /** Opens the plan of that button, which has to be allowed, and waits for it. */
    public void open(String title) {
        button(title).click();
        assertThat(at("#plan-body ol li").first()).isVisible();
    }

    /** Does what is planned; returns once it is taken. */
    public void goOn() {
        at("#plan-go").click();
        assertThat(at("#plan")).isHidden();
    }

    public Locator chart(String title) {
        return at("#charts .chart").filter(new Locator.FilterOptions().setHas(at("h3", title)));
    }
}
