using System.Collections.Immutable;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Validation;

/// <summary>FAPI 2.0 in terms of options: what a host that says nothing gets, and what no host may say.</summary>
internal sealed class Fapi2Options(SignatureAlgorithms algorithms) : IPostConfigureOptions<AttestoOptions>
{
    /// <summary>FAPI 2.0 §5.4.1.</summary>
    internal static readonly ImmutableArray<string> Algorithms = [JoseAlgorithms.Ps256, JoseAlgorithms.Es256, JoseAlgorithms.EdDsa, JoseAlgorithms.Ed25519];

    /// <summary>FAPI 2.0 §5.3.2.1.</summary>
    internal static readonly ImmutableArray<string> Methods =
        [AuthenticationMethods.PrivateKeyJwt, AuthenticationMethods.TlsClientAuth, AuthenticationMethods.SelfSignedTlsClientAuth];

    private static readonly string OtherAlgorithms = $"names others than {string.Join(' ', Algorithms)}";

    private static readonly ImmutableArray<Rule> Security =
    [
        new("RequireHttps", o => o.RequireHttps || IsDevelopment(o), "is off", "switch it on", "§5.2.1"),
        new("ClientAuthentication:Methods", o => IsWithin(o.ClientAuthentication.Methods, Methods), $"names others than {string.Join(' ', Methods)}", "remove them", "§5.3.2.1"),
        new("ClientAuthentication:AssertionAudience", o => o.ClientAuthentication.AssertionAudience is ClientAssertionAudience.Issuer, "is not Issuer", "remove it", "§5.3.2.1"),
        new("Tokens:RequireSenderConstraint", o => o.Tokens.RequireSenderConstraint is true, "is off", "switch it on, or remove it", "§5.3.2.1"),
        new("Dpop:Enabled", o => o.Dpop.Enabled || o.Mtls.Enabled, "is off, and Attesto:Mtls:Enabled as well", "switch one of them on", "§5.3.2.1"),
        new("Dpop:ClockSkew", o => o.Dpop.ClockSkew.TotalSeconds is >= 10 and <= 60, "is not between 10 and 60 seconds", "set it in between, or remove it", "§5.3.2.1"),
        new("Dpop:NonceReplacesClock", o => !o.Dpop.NonceReplacesClock, "is on", "switch it off", "§5.3.2.1"),
        new("Authorization:CodeLifetime", o => o.Authorization.CodeLifetime.TotalSeconds <= 60, "is longer than 60 seconds", "shorten it, or remove it", "§5.3.2.1"),
        new("RefreshTokens:GracePeriod", o => o.RefreshTokens.GracePeriod > TimeSpan.Zero, "is zero", "let a client repeat a refresh whose answer it lost", "§5.3.2.1"),
        new("PushedAuthorization:Required", o => o.PushedAuthorization.Required is true, "is off", "switch it on, or remove it", "§5.3.2.2"),
        new("PushedAuthorization:Lifetime", o => o.PushedAuthorization.Lifetime.TotalSeconds < 600, "is 10 minutes or longer", "shorten it, or remove it", "§5.3.2.2"),
        new("Authorization:RequirePkce", o => o.Authorization.RequirePkce is PkceRequirement.Required, "is off", "switch it on", "§5.3.2.2"),
        new("Authorization:ResponseIss", o => o.Authorization.ResponseIss, "is off", "switch it on", "§5.3.2.2"),
        new("Tokens:SigningAlgorithms", o => IsWithin(o.Tokens.SigningAlgorithms, Algorithms), OtherAlgorithms, "remove them", "§5.4.1"),
        new("ClientAuthentication:SigningAlgorithms", o => IsWithin(o.ClientAuthentication.SigningAlgorithms, Algorithms), OtherAlgorithms, "remove them", "§5.4.1"),
        new("RequestObjects:SigningAlgorithms", o => IsWithin(o.RequestObjects.SigningAlgorithms, Algorithms), OtherAlgorithms, "remove them", "§5.4.1"),
        new("Dpop:SigningAlgorithms", o => IsWithin(o.Dpop.SigningAlgorithms, Algorithms), OtherAlgorithms, "remove them", "§5.4.1"),
    ];

    private static readonly ImmutableArray<Rule> MessageSigning =
    [
        .. Security,
        new("RequestObjects:Policy", o => o.RequestObjects.Policy is RequestObjectPolicy.FapiMessageSigning, "is not FapiMessageSigning", "remove it", "Message Signing §5.3.1"),
    ];

    /// <summary>Fills in what the host left open; what it said stays, and <see cref="Check"/> judges it.</summary>
    public void PostConfigure(string? name, AttestoOptions options)
    {
        if (options.Profile is SecurityProfile.None)
        {
            return;
        }

        options.PushedAuthorization.Required ??= true;
        options.Tokens.RequireSenderConstraint ??= true;
        options.ClientAuthentication.AssertionAudience ??= ClientAssertionAudience.Issuer;
        options.RefreshTokens.Usage ??= RefreshTokenUsage.Keep;
        options.ClientAuthentication.Methods ??= options.Mtls switch
        {
            { Enabled: false } => [AuthenticationMethods.PrivateKeyJwt],
            { TrustedAuthorities: null } => [.. Methods.Where(method => method is not AuthenticationMethods.TlsClientAuth)], // nobody is named who could vouch for a client
            _ => [.. Methods],
        };
        options.Tokens.SigningAlgorithms ??= [.. algorithms.ClientDefaults];
        options.ClientAuthentication.SigningAlgorithms ??= [.. algorithms.ClientDefaults];
        options.RequestObjects.SigningAlgorithms ??= [.. algorithms.ClientDefaults];
        options.Dpop.SigningAlgorithms ??= [.. algorithms.ClientDefaults];
        if (options.Profile is SecurityProfile.Fapi2MessageSigning)
        {
            options.RequestObjects.Policy ??= RequestObjectPolicy.FapiMessageSigning;
            options.Authorization.RequireSignedResponses ??= true;
        }
    }

    internal static void Check(AttestoOptions options, OptionFaults faults)
    {
        foreach (var rule in RulesOf(options.Profile))
        {
            faults.AddIf(!rule.Holds(options), rule.Option, rule.Explain(options));
        }
    }

    /// <summary>The rules of a profile; of the one that has all, for a list of them.</summary>
    internal static ImmutableArray<Rule> RulesOf(SecurityProfile profile) => profile switch
    {
        SecurityProfile.Fapi2Security => Security,
        SecurityProfile.Fapi2MessageSigning => MessageSigning,
        _ => [],
    };

    // An http issuer passes the other checks on loopback alone.
    private static bool IsDevelopment(AttestoOptions options) => options.Issuer?.StartsWith("http://", StringComparison.Ordinal) == true;

    private static bool IsWithin(IList<string>? values, ImmutableArray<string> allowed) =>
        values is { Count: > 0 } && values.All(value => allowed.Contains(value, StringComparer.Ordinal));

    /// <summary>A rule of FAPI 2.0 about an option.</summary>
    internal sealed record Rule(string Option, Func<AttestoOptions, bool> Holds, string Fault, string Fix, string Clause)
    {
        /// <summary>What is wrong, after the name of the option.</summary>
        public string Explain(AttestoOptions options) => $"{Fault}, against Attesto:Profile {options.Profile} (FAPI 2.0 {Clause}); {Fix}.";
    }
}
