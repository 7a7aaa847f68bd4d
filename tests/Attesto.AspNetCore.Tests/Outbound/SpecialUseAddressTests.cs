using System.Net;

namespace Attesto.AspNetCore.Outbound;

public sealed class SpecialUseAddressTests
{
    [TestCase("0.0.0.0")]
    [TestCase("0.1.2.3")]
    [TestCase("10.0.0.1")]
    [TestCase("10.255.255.255")]
    [TestCase("100.64.0.1")]
    [TestCase("100.127.255.255")]
    [TestCase("127.0.0.1")]
    [TestCase("127.255.255.254")]
    [TestCase("169.254.169.254")]
    [TestCase("172.16.0.1")]
    [TestCase("172.31.255.255")]
    [TestCase("192.0.0.170")]
    [TestCase("192.0.2.1")]
    [TestCase("192.88.99.1")]
    [TestCase("192.168.1.1")]
    [TestCase("198.18.0.1")]
    [TestCase("198.19.255.255")]
    [TestCase("198.51.100.7")]
    [TestCase("203.0.113.7")]
    [TestCase("224.0.0.1")]
    [TestCase("239.255.255.255")]
    [TestCase("240.0.0.1")]
    [TestCase("255.255.255.255")]
    public void An_IPv4_address_that_is_not_public_is_forbidden_in_every_disguise(string text)
    {
        var address = IPAddress.Parse(text);
        var bytes = address.GetAddressBytes();
        var hex = $"{bytes[0]:x2}{bytes[1]:x2}:{bytes[2]:x2}{bytes[3]:x2}";
        Assert.Multiple(() =>
        {
            Assert.That(IsForbidden(text), Is.True, "itself");
            Assert.That(IsForbidden($"::ffff:{text}"), Is.True, "mapped");
            Assert.That(IsForbidden($"::{text}"), Is.True, "compatible");
            Assert.That(IsForbidden($"::ffff:0:{text}"), Is.True, "translated");
            Assert.That(IsForbidden($"64:ff9b::{text}"), Is.True, "NAT64");
            Assert.That(IsForbidden($"64:ff9b:1::{text}"), Is.True, "local NAT64");
            Assert.That(IsForbidden($"2002:{hex}::1"), Is.True, "6to4");
        });
    }

    [TestCase("::")]
    [TestCase("::1")]
    [TestCase("100::1")]
    [TestCase("100:0:0:1::1")]
    [TestCase("2001::1")]
    [TestCase("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [TestCase("2001:2::1")]
    [TestCase("2001:10::1")]
    [TestCase("2001:20::1")]
    [TestCase("2001:db8::1")]
    [TestCase("3fff::1")]
    [TestCase("3fff:fff::1")]
    [TestCase("4000::1")]
    [TestCase("5f00::1")]
    [TestCase("64:ff9b:1::808:808")]
    [TestCase("fc00::1")]
    [TestCase("fd12:3456::1")]
    [TestCase("fe80::1")]
    [TestCase("fe80::1%1")]
    [TestCase("fec0::1")]
    [TestCase("ff02::1")]
    public void An_IPv6_address_that_is_not_public_is_forbidden(string text) => Assert.That(IsForbidden(text), Is.True);

    [TestCase("1.1.1.1")]
    [TestCase("9.255.255.255")]
    [TestCase("11.0.0.0")]
    [TestCase("100.63.255.255")]
    [TestCase("100.128.0.0")]
    [TestCase("126.255.255.255")]
    [TestCase("128.0.0.1")]
    [TestCase("169.253.255.255")]
    [TestCase("172.15.255.255")]
    [TestCase("172.32.0.0")]
    [TestCase("192.0.1.1")]
    [TestCase("192.167.255.255")]
    [TestCase("198.17.255.255")]
    [TestCase("198.20.0.0")]
    [TestCase("223.255.255.255")]
    [TestCase("2001:200::1")]
    [TestCase("2001:db9::1")]
    [TestCase("2606:4700::1111")]
    [TestCase("2a00:1450:4001::1")]
    [TestCase("3ffe::1")]
    [TestCase("::ffff:8.8.8.8")]
    [TestCase("64:ff9b::8.8.8.8")]
    [TestCase("2002:808:808::1")]
    public void A_public_address_is_not(string text) => Assert.That(IsForbidden(text), Is.False);

    [TestCase("127.0.0.1", false)]
    [TestCase("127.9.9.9", false)]
    [TestCase("::1", false)]
    [TestCase("::ffff:127.0.0.1", false)]
    [TestCase("0.0.0.0", true)]
    [TestCase("10.0.0.1", true)]
    [TestCase("169.254.169.254", true)]
    [TestCase("fe80::1", true)]
    [TestCase("64:ff9b::7f00:1", true)]
    public void The_development_option_lets_loopback_pass_and_nothing_else(string text, bool expected) =>
        Assert.That(SpecialUseAddress.IsForbidden(IPAddress.Parse(text), allowLoopback: true), Is.EqualTo(expected));

    private static bool IsForbidden(string text) => SpecialUseAddress.IsForbidden(IPAddress.Parse(text), allowLoopback: false);
}
