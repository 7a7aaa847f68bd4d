using NUnit.Framework;

namespace Attesto.Tests;

public sealed class SignInOutcomeTests
{
    [TestCase(1)]
    [TestCase(255)]
    public void A_subject_that_fits_a_sub_is_taken(int length) =>
        Assert.That(new SignInOutcome.Authenticated(new string('s', length)).Subject, Has.Length.EqualTo(length));

    [TestCase(0)]
    [TestCase(256)]
    public void A_subject_that_no_sub_can_be_is_the_hosts_mistake(int length) =>
        Assert.Throws<ArgumentException>(() => _ = new SignInOutcome.Authenticated(new string('s', length)));
}
