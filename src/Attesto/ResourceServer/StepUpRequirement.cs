using System.Collections.Immutable;
using System.Globalization;

namespace Attesto.ResourceServer;

/// <summary>How strong and how fresh the authentication behind a token must be (RFC 9470).</summary>
internal sealed class StepUpRequirement
{
    private readonly ImmutableArray<string> _acrValues;
    private readonly TimeSpan? _maxAge;

    /// <summary>Takes the demands; a token must meet each that is made.</summary>
    /// <param name="acrValues">The acceptable <c>acr</c> values; empty demands none.</param>
    /// <param name="maxAge">How old the authentication may be, in whole seconds; null demands nothing.</param>
    /// <exception cref="ArgumentException">Nothing is demanded, an age is negative, or an <c>acr</c> could not stand in a challenge.</exception>
    public StepUpRequirement(IReadOnlyCollection<string> acrValues, TimeSpan? maxAge)
    {
        ArgumentNullException.ThrowIfNull(acrValues);
        if (acrValues.Count == 0 && maxAge is null)
        {
            throw new ArgumentException("Demand an acr, a maximum age, or both.", nameof(acrValues));
        }

        if (acrValues.Any(acr => string.IsNullOrEmpty(acr) || acr.AsSpan().ContainsAny("\",\\") || acr.Any(c => c is <= ' ' or > '~')))
        {
            throw new ArgumentException("An acr is printable ASCII without space, quote, comma or backslash.", nameof(acrValues));
        }

        if (maxAge < TimeSpan.Zero)
        {
            throw new ArgumentException("A maximum age is zero or more.", nameof(maxAge));
        }

        (_acrValues, _maxAge) = ([.. acrValues], maxAge);
    }

    /// <summary>True if the token says that its authentication was strong and fresh enough. A token that says nothing does not.</summary>
    /// <param name="token">The token.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>Whether it does.</returns>
    public bool IsMetBy(VerifiedAccessToken token, DateTimeOffset now) =>
        (_acrValues.IsEmpty || (token.Acr is { } acr && _acrValues.Contains(acr, StringComparer.Ordinal)))
        && (_maxAge is not { } maxAge || token.AuthTime >= now - maxAge);

    /// <summary>The refusal (RFC 9470 §3).</summary>
    /// <param name="token">The token that does not do.</param>
    /// <param name="resource">The resource.</param>
    /// <returns>A 401 whose challenge says what to ask for at the authorization endpoint.</returns>
    public OAuthError Refuse(VerifiedAccessToken token, ProtectedResource resource)
    {
        var error = new OAuthError(ErrorCodes.InsufficientUserAuthentication, "a stronger or more recent authentication is required", 401)
        {
            Fault = ResourceFault.InsufficientAuthentication,
        }.Challenged(resource, token.DpopJkt is not null);
        return error with
        {
            Challenge = error.Challenge!
                .With(Parameters.AcrValues, _acrValues.IsEmpty ? null : string.Join(' ', _acrValues))
                .With(Parameters.MaxAge, _maxAge is { } maxAge ? ((long)maxAge.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null),
        };
    }
}
