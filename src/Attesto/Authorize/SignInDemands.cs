using System.Collections.Immutable;

namespace Attesto.Authorize;

/// <summary>What plain parameters, which were judged and will be judged again, ask of the sign-in: for the page in between.</summary>
internal static class SignInDemands
{
    /// <summary>The requested authentication contexts (OpenID Connect Core §3.1.2.1, §5.5.1.1).</summary>
    internal static ImmutableArray<string> AcrValuesOf(RequestParameters parameters) =>
        [.. ListOf(parameters[Parameters.AcrValues]).Union(RequestedClaims.AcrValuesIn(parameters[Parameters.Claims]), StringComparer.Ordinal)];

    /// <summary>True if a session that stands somewhere is not enough: <c>prompt=login</c>, or <c>max_age</c>.</summary>
    internal static bool WantNewSignIn(RequestParameters parameters) =>
        parameters[Parameters.MaxAge] is not null || ListOf(parameters[Parameters.Prompt]).Contains(Prompts.Login, StringComparer.Ordinal);

    /// <summary>The preferred languages.</summary>
    internal static ImmutableArray<string> UiLocalesOf(RequestParameters parameters) => [.. ListOf(parameters[Parameters.UiLocales])];

    private static string[] ListOf(string? value) => (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
