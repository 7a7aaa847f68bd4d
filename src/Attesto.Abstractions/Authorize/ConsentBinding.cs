using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Attesto;

/// <summary>What a consent is bound to: this person, this client, this redirect, this scope, this proof key, these resources, these claims.
/// Anything else is another consent.</summary>
public sealed record ConsentBinding
{
    private ConsentBinding(string hash) => Hash = hash;

    /// <summary>Base64url of SHA-256 over the bound fields, 43 characters.</summary>
    public string Hash { get; }

    /// <summary>The binding of a validated request.</summary>
    /// <param name="subject">The host's own identifier of the person.</param>
    /// <param name="request">The request that the page shows.</param>
    /// <returns>The binding.</returns>
    public static ConsentBinding Of(string subject, AuthorizationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Of(
            subject, request.Client.Id, request.RedirectUri.Value, request.Scope,
            request.Challenge is { } challenge ? (challenge.Value, CodeChallenge.Method) : ("", ""), request.Resources, request.Claims);
    }

    /// <summary>The binding of the same request as raw parameters, unsigned and not pushed. What is not bound may differ.</summary>
    /// <param name="subject">The host's own identifier of the person.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="defaultScope">The client's default scope, which counts if the parameters name none.</param>
    /// <returns>The binding.</returns>
    public static ConsentBinding Of(string subject, RequestParameters parameters, ScopeSet? defaultScope = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var scope = ScopeSet.Of((parameters[Parameters.Scope] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return Of(
            subject, parameters[Parameters.ClientId] ?? "", parameters[Parameters.RedirectUri] ?? "",
            scope.Count == 0 && defaultScope is not null ? defaultScope : scope,
            (parameters[Parameters.CodeChallenge] ?? "", parameters[Parameters.CodeChallengeMethod] ?? ""),
            parameters.All(Parameters.Resource), parameters[Parameters.Claims]);
    }

    private static ConsentBinding Of(
        string subject, string clientId, string redirectUri, ScopeSet scope, (string Value, string Method) challenge,
        ImmutableArray<string> resources, string? claims)
    {
        var fields = $"{subject}\n{clientId}\n{redirectUri}\n{Sorted(scope)}\n{challenge.Value}\n{challenge.Method}";
        var bound = resources.IsEmpty ? fields : $"{fields}\n{Sorted(resources.Distinct(StringComparer.Ordinal))}";
        bound = claims is null ? bound : $"{bound}\nclaims\n{claims}";
        return new ConsentBinding(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(bound))));
    }

    private static string Sorted(IEnumerable<string> values) => string.Join(' ', values.Order(StringComparer.Ordinal));
}
