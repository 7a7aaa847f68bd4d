using System.Globalization;

namespace Attesto.Introspection;

/// <summary>Whether a caller asks for the signed response (RFC 9701 §4).</summary>
internal static class SignedForm
{
    private const string MediaType = "application/token-introspection+jwt";

    /// <summary>True if the <c>Accept</c> header names the signed form itself with a weight above zero; wildcards do not ask for it.</summary>
    public static bool IsWanted(string? accept)
    {
        foreach (var range in (accept ?? "").Split(','))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            if (string.Equals(parts[0], MediaType, StringComparison.OrdinalIgnoreCase) && parts.Skip(1).All(IsNoRefusal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNoRefusal(string parameter) =>
        !parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        || (decimal.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight > 0);
}
