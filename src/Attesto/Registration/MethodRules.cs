using System.Collections.Immutable;
using Attesto.Jose;

namespace Attesto.Registration;

/// <summary>How a client that registers itself will authenticate (RFC 7591 §2, OpenID Connect RP Metadata Choices §2).</summary>
internal static class MethodRules
{
    private const string SharedSecret = "client_secret_";

    /// <summary>The first of the client's choices that is offered; for a shared secret, or none, that cannot be taken as asked, a secret in the form that is offered.
    /// Null stands for a secret in either form: what a client may use that names no method.</summary>
    public static string? Choose(ClientMetadata said, ImmutableArray<string> offered)
    {
        IEnumerable<string> choices = [.. said.TokenEndpointAuthMethod is { } named ? [named] : Array.Empty<string>(), .. said.TokenEndpointAuthMethodsSupported ?? []];
        return choices.FirstOrDefault(choice => offered.Contains(choice, StringComparer.Ordinal))
            ?? (said.TokenEndpointAuthMethod is { } asked ? InPlaceOf(asked, offered) : Usual(offered));
    }

    public static OAuthError? FaultOf(ClientMetadata metadata, AttestoOptions options, ImmutableArray<string> offered) =>
        metadata.TokenEndpointAuthMethod is { } method && !offered.Contains(method, StringComparer.Ordinal)
            ? MetadataRules.Invalid(MetadataNames.TokenEndpointAuthMethod, $"must be one of {string.Join(' ', offered)}")
        : metadata is { TokenEndpointAuthMethod: AuthenticationMethods.PrivateKeyJwt, TokenEndpointAuthSigningAlg: { } algorithm }
            && !options.AssertionAlgorithms().Contains(algorithm, StringComparer.Ordinal)
            ? MetadataRules.Invalid(MetadataNames.TokenEndpointAuthSigningAlg, $"must be one of {string.Join(' ', options.AssertionAlgorithms())}")
        : null;

    private static string? Usual(ImmutableArray<string> offered) =>
        (offered.Contains(AuthenticationMethods.ClientSecretBasic, StringComparer.Ordinal), offered.Contains(AuthenticationMethods.ClientSecretPost, StringComparer.Ordinal)) switch
        {
            (true, true) => null,
            (true, false) => AuthenticationMethods.ClientSecretBasic,
            (false, true) => AuthenticationMethods.ClientSecretPost,
            _ => offered.FirstOrDefault(AuthenticationMethods.ClientSecretBasic),
        };

    private static string InPlaceOf(string asked, ImmutableArray<string> offered) =>
        asked.StartsWith(SharedSecret, StringComparison.Ordinal) || asked is AuthenticationMethods.None
            ? offered.FirstOrDefault(method => method.StartsWith(SharedSecret, StringComparison.Ordinal), asked)
            : asked;
}
