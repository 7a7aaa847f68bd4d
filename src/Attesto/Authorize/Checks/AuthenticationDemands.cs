using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Attesto.Authorize;

/// <summary>What the client demands of the sign-in (OpenID Connect Core §3.1.2.1).</summary>
internal static class AuthenticationDemands
{
    private const double LongestAge = 100L * 365 * 24 * 60 * 60; // any longer demands nothing, and would overflow an instant

    private static readonly FrozenSet<string> PromptValues =
        FrozenSet.Create(StringComparer.Ordinal, Prompts.None, Prompts.Login, Prompts.Consent, Prompts.SelectAccount);

    internal static OAuthError? ParseAge(AuthorizationContext context)
    {
        if (context.Parameters.Find(Parameters.MaxAge) is not { } text)
        {
            return null;
        }

        if (text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return OAuthError.InvalidRequest("max_age is not a non-negative integer");
        }

        context.MaxAge = TimeSpan.FromSeconds(Math.Min(double.Parse(text, CultureInfo.InvariantCulture), LongestAge));
        return null;
    }

    internal static OAuthError? ParsePrompt(AuthorizationContext context)
    {
        ImmutableArray<string> prompt = [.. (context[Parameters.Prompt] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        if (!prompt.All(PromptValues.Contains))
        {
            return OAuthError.InvalidRequest("prompt has an unknown value");
        }

        if (prompt.Length > 1 && prompt.Contains(Prompts.None, StringComparer.Ordinal))
        {
            return OAuthError.InvalidRequest("prompt=none stands alone");
        }

        context.Prompt = prompt;
        return null;
    }
}
