using System.Security.Cryptography;
using Attesto.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore.Tests.Profiles;

/// <summary>A host that asks for FAPI 2.0 and contradicts it does not start.</summary>
public sealed class Fapi2StartTests
{
    private static readonly ServerKey RsaKey = ServerKey.FromText(RSA.Create(2048).ExportPkcs8PrivateKeyPem());

    [TestCase("RequireHttps", "false", "§5.2.1")]
    [TestCase("ClientAuthentication:Methods:0", "client_secret_basic", "§5.3.2.1")]
    [TestCase("ClientAuthentication:AssertionAudience", "IssuerOrEndpoint", "§5.3.2.1")]
    [TestCase("Tokens:RequireSenderConstraint", "false", "§5.3.2.1")]
    [TestCase("Dpop:Enabled", "false", "§5.3.2.1")]
    [TestCase("Dpop:ClockSkew", "00:00:09", "§5.3.2.1")]
    [TestCase("Dpop:ClockSkew", "00:01:01", "§5.3.2.1")]
    [TestCase("Authorization:CodeLifetime", "00:01:01", "§5.3.2.1")]
    [TestCase("RefreshTokens:GracePeriod", "00:00:00", "§5.3.2.1")]
    [TestCase("PushedAuthorization:Required", "false", "§5.3.2.2")]
    [TestCase("PushedAuthorization:Lifetime", "00:10:00", "§5.3.2.2")]
    [TestCase("Authorization:RequirePkce", "false", "§5.3.2.2")]
    [TestCase("Authorization:ResponseIss", "false", "§5.3.2.2")]
    [TestCase("Tokens:SigningAlgorithms:0", "RS256", "§5.4.1")]
    [TestCase("ClientAuthentication:SigningAlgorithms:0", "RS256", "§5.4.1")]
    [TestCase("RequestObjects:SigningAlgorithms:0", "ES384", "§5.4.1")]
    [TestCase("Dpop:SigningAlgorithms:0", "RS256", "§5.4.1")]
    public async Task An_option_that_contradicts_the_profile_stops_the_start_by_name(string option, string value, string clause)
    {
        var name = option.EndsWith(":0", StringComparison.Ordinal) ? option[..^2] : option;
        var message = await FaultOf(new() { ["Attesto:Profile"] = "Fapi2Security", [$"Attesto:{option}"] = value });
        Assert.That(message, Does.Match($"Attesto:{name} [^;]+, against Attesto:Profile Fapi2Security \\(FAPI 2.0 {clause}\\); "));

        // The same option is the host's own affair without the profile.
        await using var host = await TestHost.StartAsync(attesto => attesto.UseKeystore(_ => new StaticKeystore(RsaKey)), new() { [$"Attesto:{option}"] = value });
    }

    [Test]
    public async Task Requests_stay_signed_under_message_signing() => Assert.That(
        await FaultOf(new() { ["Attesto:Profile"] = "Fapi2MessageSigning", ["Attesto:RequestObjects:Policy"] = "Generic" }),
        Does.Contain("Attesto:RequestObjects:Policy is not FapiMessageSigning, against Attesto:Profile Fapi2MessageSigning (FAPI 2.0 Message Signing §5.3.1)"));

    [Test]
    public async Task A_keystore_without_a_key_of_the_profile_stops_the_start() => Assert.That(
        await FaultOf(new() { ["Attesto:Profile"] = "Fapi2Security" }, attesto => attesto.UseKeystore(_ => new StaticKeystore(RsaKey))),
        Does.Contain("no key that signs with one of Attesto:Tokens:SigningAlgorithms (PS256 ES256)"));

    [Test]
    public async Task A_keystore_that_the_profile_cannot_reach_stops_the_start() => Assert.That(
        await FaultOf(new() { ["Attesto:Profile"] = "Fapi2Security" }, attesto => attesto.Services.Replace(ServiceDescriptor.Singleton<IKeystore>(new StaticKeystore(RsaKey)))),
        Does.Contain("The host registered IKeystore by itself"));

    [Test]
    public async Task A_client_store_that_the_profile_cannot_reach_stops_the_start() => Assert.That(
        await FaultOf(new() { ["Attesto:Profile"] = "Fapi2Security" }, attesto =>
        {
            attesto.Services.RemoveAll<Attesto.Registration.ClientDirectory>();
            attesto.Services.Replace(ServiceDescriptor.Scoped<IClientStore, NoClients>());
        }),
        Does.Contain("The host registered IClientStore by itself"));

    [Test]
    public async Task On_loopback_a_developer_needs_no_certificate() => await (await TestHost.StartAsync(configuration: new()
    {
        ["Attesto:Profile"] = "Fapi2Security",
        ["Attesto:Issuer"] = "http://localhost:5000",
        ["Attesto:RequireHttps"] = "false",
    })).DisposeAsync();

    [Test]
    public async Task With_mutual_TLS_certificates_authenticate_too()
    {
        await using var host =
            await TestHost.StartAsync(configuration: new() { ["Attesto:Profile"] = "Fapi2Security", ["Attesto:Mtls:Enabled"] = "true", ["Attesto:Dpop:Enabled"] = "false" });
        Assert.That(
            await host.CreateClient().GetStringAsync("/.well-known/openid-configuration"),
            Does.Contain("""token_endpoint_auth_methods_supported":["private_key_jwt","self_signed_tls_client_auth"]"""), "nobody is named who could vouch for a client");
    }

    private static async Task<string> FaultOf(Dictionary<string, string?> configuration, Action<AttestoBuilder>? attesto = null) =>
        (await Assert.CatchAsync<OptionsValidationException>(async () => await (await TestHost.StartAsync(attesto, configuration)).DisposeAsync()))!.Message;

    private sealed class NoClients : IClientStore
    {
        public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) => ValueTask.FromResult<Client?>(null);
    }
}
