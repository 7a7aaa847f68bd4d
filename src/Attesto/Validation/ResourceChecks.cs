using Attesto.Jose;

namespace Attesto.Validation;

/// <summary>The checks of the resources, and of how each has its access tokens made.</summary>
internal static class ResourceChecks
{
    private const string Option = "Resources:Supported";

    public static void Check(AttestoOptions options, SignatureAlgorithms algorithms, OptionFaults faults)
    {
        faults.EachUnique(options.Resources.Supported.Select(resource => resource.Uri), Option, UrlShape.IsResource, "an absolute URI without fragment (RFC 8707 §2)");
        foreach (var resource in options.Resources.Supported)
        {
            faults.AddIf(
                resource.SigningAlgorithm is { } algorithm && !algorithms.IsSupported(algorithm),
                Option,
                $"has the entry \"{resource.Uri}\" with the SigningAlgorithm \"{resource.SigningAlgorithm}\"; it must be one of {string.Join(' ', algorithms.Supported)}.");
            faults.AddIf(
                resource.SigningAlgorithm is { } own && options.Tokens.SigningAlgorithms?.Contains(own) is false,
                Option,
                $"has the entry \"{resource.Uri}\" with the SigningAlgorithm {resource.SigningAlgorithm}, which Attesto:Tokens:SigningAlgorithms does not allow; make both agree.");
            faults.AddIf(
                resource.AccessTokenType is not (null or "at+jwt" or "JWT"),
                Option,
                $"has the entry \"{resource.Uri}\" with the AccessTokenType \"{resource.AccessTokenType}\"; use at+jwt (RFC 9068 §2.1) or JWT.");
            faults.Within(resource.AccessTokenLifetime, TimeSpan.FromDays(7), $"{Option}:{resource.Uri}:{nameof(resource.AccessTokenLifetime)}");
            faults.EachUnique(
                resource.Claims,
                $"{Option}:{resource.Uri}:{nameof(resource.Claims)}",
                name => !TokenClaims.ReservedInAccessTokens.Contains(name) && !string.Equals(name, options.Subjects.PrincipalKindClaim, StringComparison.Ordinal),
                "a claim about people that is not the protocol's own");
        }
    }
}
