using System.CommandLine;
using System.Globalization;

namespace Attesto.Management;

/// <summary>Options that several commands have.</summary>
internal static class CommandOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Answers in JSON, for scripts." };

    public static Option<bool> Yes() => new("--yes") { Description = "Goes on without asking." };

    public static Argument<string> ClientId() => new("client-id") { Description = "Its client_id." };

    /// <summary>How many of a list are wanted.</summary>
    public static Option<int> Size()
    {
        var size = new Option<int>("--size") { Description = "How many at most.", DefaultValueFactory = _ => 100 };
        Check(size, text => !int.TryParse(text, CultureInfo.InvariantCulture, out var count) || count is >= 1 and <= 10_000, "--size must be 1 to 10000.");
        return size;
    }

    /// <summary>One of a few words.</summary>
    public static Option<string?> OneOf(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = description };
        Check(option, text => words.Contains(text, StringComparer.Ordinal), $"{name} must be one of {string.Join(", ", words)}.");
        return option;
    }

    /// <summary>One kind of client, by its name and never by a number.</summary>
    public static Option<ClientOrigin?> Origin()
    {
        var names = Enum.GetNames<ClientOrigin>();
        var origin = new Option<ClientOrigin?>("--origin") { Description = "One kind alone: Host (the host's own), Registration (registered themselves) or MetadataDocument." };
        Check(
            origin,
            text => !Enum.TryParse<ClientOrigin>(text, ignoreCase: true, out _) || names.Contains(text, StringComparer.OrdinalIgnoreCase),
            $"--origin must be one of {string.Join(", ", names)}.");
        return origin;
    }

    /// <summary>Where a list goes on.</summary>
    public static Option<string?> After() => new("--after") { Description = "Where the page before ended, as --json says it (next)." };

    /// <summary>How long a new secret lasts.</summary>
    public static Option<TimeSpan?> Lifetime()
    {
        var lifetime = new Option<TimeSpan?>("--lifetime") { Description = "How long the new secret lasts, as [d.]hh:mm:ss; without this until it is replaced." };
        Check(
            lifetime,
            text => !TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) || (time > TimeSpan.Zero && time <= FreshSecrets.LongestLifetime),
            $"--lifetime must be more than 0, and at most {FreshSecrets.LongestLifetime.Days} days.");
        return lifetime;
    }

    /// <summary>How long secrets go on that are replaced.</summary>
    public static Option<TimeSpan> Overlap()
    {
        var overlap = new Option<TimeSpan>("--overlap")
        {
            Description = "How long the secrets before go on working, as [d.]hh:mm:ss.",
            DefaultValueFactory = _ => FreshSecrets.Overlap,
        };
        Check(
            overlap,
            text => !TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) || (time >= TimeSpan.Zero && time <= FreshSecrets.LongestOverlap),
            $"--overlap must be 0 to {FreshSecrets.LongestOverlap.Days} days.");
        return overlap;
    }

    /// <summary>A time as it stands in tables.</summary>
    public static string Time(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    // What is no such value at all, the parser says itself.
    private static void Check<T>(Option<T> option, Func<string, bool> isGood, string message) => option.Validators.Add(result =>
    {
        if (result.Tokens.Any(token => !isGood(token.Value)))
        {
            result.AddError(message);
        }
    });
}
