using NUnit.Framework;

namespace Attesto.Tests.Keys.Rotation;

public sealed class KeyRotationModelTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [TestCase(90, 7 * 24, 14 * 24, 7 * 24, Description = "as it is by default, with the longest tokens")]
    [TestCase(30, 26, 25, 24, Description = "the shortest announcement and the shortest retention")]
    [TestCase(2, 26, 25, 24, Description = "a rotation every other day")]
    public void No_verifier_meets_a_kid_that_it_could_not_have_known(int intervalDays, int announcementHours, int retentionHours, int tokenHours)
    {
        var model = Model(intervalDays, announcementHours, TimeSpan.FromHours(retentionHours), TimeSpan.FromHours(tokenHours));
        model.Run(rotations: 12);
        var surprises = model.CountSurprises(tokensPerChange: 400, verifiersPerToken: 20);
        TestContext.Out.WriteLine($"{model.Rotations} keys, {model.Meetings} verifications, {surprises} unknown keys");
        Assert.That(surprises, Is.Zero);
        Assert.That(model.Meetings, Is.GreaterThan(50_000));
    }

    // The model must be able to find what is wrong.
    [TestCase(24, 24.1, Description = "announced for no longer than the key set is kept")]
    [TestCase(26, 24.02, Description = "retired within the skew of the clocks")]
    public void A_key_that_signs_too_early_or_retires_too_early_is_noticed(int announcementHours, double retentionHours)
    {
        var model = Model(30, announcementHours, TimeSpan.FromHours(retentionHours), Day);
        model.Run(rotations: 12);
        Assert.That(model.CountSurprises(tokensPerChange: 400, verifiersPerToken: 20), Is.Positive);
    }

    private static KeyRotationModel Model(int intervalDays, int announcementHours, TimeSpan retention, TimeSpan tokenLifetime) => new(
        new KeyRotationOptions { Interval = TimeSpan.FromDays(intervalDays), Announcement = TimeSpan.FromHours(announcementHours), Retention = retention },
        tokenLifetime,
        cacheLifetime: Day,
        seed: 20_260_101);
}
