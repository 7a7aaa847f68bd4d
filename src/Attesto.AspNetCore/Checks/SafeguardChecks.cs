using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore;

/// <summary>Safeguards that a host can switch off. It may; the log says so at every start.</summary>
internal static class SafeguardChecks
{
    private static readonly (ServerCheck Check, Func<AttestoOptions, AttestoHttpOptions, bool> IsOff, string Message)[] Table =
    [
        (
            new("https.required", CheckSeverity.Warning, "RFC 6749 §3.1, §3.2", "Requests come over TLS.", "Set Attesto:RequireHttps to true."),
            (options, _) => !options.RequireHttps,
            "Attesto:RequireHttps is off: credentials and tokens may travel in clear text"),
        (
            new(
                "proxies.anybody",
                CheckSeverity.Warning,
                "RFC 7239 §8.1",
                "Only proxies of your own are believed.",
                "List their addresses in Attesto:TrustedProxies."),
            (_, http) => http.TrustedProxies.Contains("any"),
            "Attesto:TrustedProxies trusts any peer: whoever reaches this server may claim any address, host and certificate"),
        (
            new(
                "device.unbound",
                CheckSeverity.Warning,
                "RFC 9700 §2.2.2",
                "Tokens of public clients on devices are bound to a key.",
                "Set Attesto:Device:AllowPublicClientsWithoutDpop to false."),
            (options, _) => options.Device is { Enabled: true, AllowPublicClientsWithoutDpop: true },
            "Attesto:Device:AllowPublicClientsWithoutDpop is on: device tokens of public clients are not bound to a key"),
        (
            new(
                "outbound.loopback",
                CheckSeverity.Warning,
                "RFC 7591 §5",
                "No stranger makes this server talk to its own machine.",
                "Set Attesto:Outbound:AllowLoopback to false."),
            (options, _) => options.Outbound.AllowLoopback,
            "Attesto:Outbound:AllowLoopback is on: strangers can make this server send requests to its own machine"),
        (
            new(
                "assertions.audience",
                CheckSeverity.Warning,
                "RFC 7523 §3",
                "An assertion is for this server alone.",
                "Remove Attesto:ClientAuthentication:AssertionAudience."),
            (options, _) => options.ClientAuthentication.AssertionAudience is ClientAssertionAudience.AnyOfSeveral,
            "Attesto:ClientAuthentication:AssertionAudience is AnyOfSeveral: an assertion that another server received can be replayed here"),
        (
            new(
                "pkce.required",
                CheckSeverity.Warning,
                "RFC 9700 §2.1.1",
                "Every authorization request has a challenge.",
                "Set Attesto:Authorization:RequirePkce to Required."),
            (options, _) => options.Authorization.RequirePkce is PkceRequirement.NotRequired,
            "Attesto:Authorization:RequirePkce is off: confidential clients may send authorization requests without a challenge (RFC 9700 §2.1.1)"),
        (
            new(
                "response.iss",
                CheckSeverity.Warning,
                "RFC 9207 §2",
                "An authorization response says whose it is.",
                "Set Attesto:Authorization:ResponseIss to true."),
            (options, _) => !options.Authorization.ResponseIss,
            "Attesto:Authorization:ResponseIss is off: a client of several servers can be made to send this server's code to another (RFC 9207)"),
        (
            new("token.typ", CheckSeverity.Warning, "RFC 9068 §2.1", "An access token says what it is.", "Set Attesto:Tokens:AccessTokenType to at+jwt."),
            (options, _) => options.Tokens.AccessTokenType is null,
            "Attesto:Tokens:AccessTokenType is null: an API that does not look closely may take an ID token for an access token (RFC 9068 §4)"),
    ];

    private static readonly ServerCheck OpenRegistration = new(
        "registration.open",
        CheckSeverity.Warning,
        "RFC 7591 §5",
        "Not everybody may register a client.",
        "Demand a token or a software statement, or register an IRegistrationPolicy.");

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => Table.Select(row => row.Check).Append(OpenRegistration);

    /// <summary>The safeguards that are off.</summary>
    public static IEnumerable<Finding> Find(AttestoOptions options, AttestoHttpOptions http, IServiceProvider services) => Table
        .Where(row => row.IsOff(options, http))
        .Select(row => row.Check.Found(row.Message))
        .Concat(FindOpenRegistration(options.Registration, services));

    // Whoever reaches the endpoint is a client from then on.
    private static IEnumerable<Finding> FindOpenRegistration(RegistrationOptions registration, IServiceProvider services) =>
        registration is not { Enabled: true, RequireInitialAccessToken: false, RequireSoftwareStatement: false } || services.GetService<IRegistrationPolicy>() is not null
            ? []
            : [OpenRegistration.Found(
                $"Attesto:Registration:Enabled is on and anybody may register a client, for {string.Join(' ', registration.GrantTypes)} and the scopes "
                + $"openid {string.Join(' ', registration.Scopes)}; demand a token (RequireInitialAccessToken) or a software statement, or register an IRegistrationPolicy")];
}
