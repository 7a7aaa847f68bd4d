using Attesto.Jose;
using Attesto.Keys;

namespace Attesto.Validation;

/// <summary>The checks of <see cref="KeyRotationOptions"/>.</summary>
internal static class KeyRotationChecks
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(730);
    private static readonly TimeSpan LongestRetention = TimeSpan.FromDays(365);

    // An API behind AddAttestoBearer keeps the keys for a day while the issuer is away; a node publishes what it read up to an hour ago.
    private static readonly TimeSpan ShortestAnnouncement = TimeSpan.FromHours(26);
    private static readonly TimeSpan Margin = 5 * RotationPlan.ClockSkew;

    public static void Check(AttestoOptions options, OptionFaults faults)
    {
        var rotation = options.KeyRotation;
        faults.Within(rotation.Interval, LongestInterval, "KeyRotation:Interval");
        faults.AddIf(
            rotation.Announcement < ShortestAnnouncement || rotation.Announcement >= rotation.Interval,
            "KeyRotation:Announcement",
            $"is {rotation.Announcement}; it must be at least {ShortestAnnouncement}, longer than APIs keep the key set, "
                + $"and shorter than Attesto:KeyRotation:Interval ({rotation.Interval}).");
        var longest = Margin + options.Resources.Supported.Select(resource => resource.AccessTokenLifetime).OfType<TimeSpan>()
            .Concat([options.Tokens.AccessTokenLifetime, options.Tokens.IdTokenLifetime, options.Authorization.SignedResponseLifetime, options.Logout.LogoutTokenLifetime])
            .Max();
        faults.AddIf(
            rotation.Retention < longest || rotation.Retention > LongestRetention,
            "KeyRotation:Retention",
            $"is {rotation.Retention}; it must be at least {longest}, so that no token outlives its key, and at most {LongestRetention}.");
        faults.AddIf(rotation.Algorithms is { Count: 0 }, "KeyRotation:Algorithms", "is empty; name one, such as ES256, or leave the option out.");
        faults.EachUnique(
            rotation.Algorithms,
            "KeyRotation:Algorithms",
            static algorithm => JoseAlgorithms.Platform.AsSpan().Contains(algorithm),
            $"one of {string.Join(' ', JoseAlgorithms.Platform)}; other keys are the host's to make and rotate");
        faults.AddIf(
            options.Tokens.SigningAlgorithms is { } used && rotation.Algorithms?.Except(used, StringComparer.Ordinal).Any() is true,
            "KeyRotation:Algorithms",
            $"names an algorithm that Attesto:Tokens:SigningAlgorithms ({string.Join(' ', options.Tokens.SigningAlgorithms ?? [])}) does not, so its key would never be used.");
        KeyEncryptionKeys.Read(rotation, faults.Add);
    }
}
