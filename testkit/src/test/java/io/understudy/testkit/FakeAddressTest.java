package io.understudy.testkit;

import io.understudy.core.port.Address;

class FakeAddressTest extends AddressContract {

    private final FakeAddress fake = new FakeAddress();

    @Override
    protected Address address() {
        return fake;
    }

    @Override
    protected Address addressOfRestartedDaemon() {
        return fake;
    }

    @Override
    protected void otherHostTakesIt() {
        fake.otherTakes("the host with the hardware address 02:00:00:00:00:01");
    }

    @Override
    protected void otherHostLetsItGo() {
        fake.otherLetsGo();
    }
}
