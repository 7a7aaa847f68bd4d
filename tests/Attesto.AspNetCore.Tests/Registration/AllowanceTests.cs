using System.Text.Json;

namespace Attesto.AspNetCore.Tests.Registration;

/// <summary>What a client may have that nobody vouched for.</summary>
public sealed class AllowanceTests
{
    private const string Everything = """
        {"redirect_uris":["https://client.example/cb"],"token_endpoint_auth_method":"client_secret_post","scope":"openid read:reports write:reports *",
         "grant_types":["authorization_code","refresh_token","client_credentials","urn:ietf:params:oauth:grant-type:token-exchange"]}
        """;

    [Test(Description = "RFC 7591 §3.2.1: the client is told what was registered in place of what it asked")]
    public async Task Switched_on_alone_registration_gives_a_stranger_sign_in_and_nothing_else()
    {
        await using var host = await StartAsync();
        var client = await host.RegisterAsync(Everything);
        Assert.That((client.Status, client["grant_types"], client["scope"]), Is.EqualTo((201, """["authorization_code","refresh_token"]""", "openid")), client.ToString());
        foreach (var grant in new[] { "client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange" })
        {
            Assert.That(await ErrorAsync(host, client, grant), Is.EqualTo("unauthorized_client"));
        }
    }

    [Test]
    public async Task More_is_given_by_name()
    {
        await using var host = await StartAsync(("GrantTypes:0", "client_credentials"), ("Scopes:0", "read:reports"));
        var client = await host.RegisterAsync(Everything);
        Assert.That((client["grant_types"], client["response_types"], client["scope"]), Is.EqualTo(("""["client_credentials"]""", "[]", "openid read:reports")), client.ToString());
        Assert.That(await host.TokenAsync(client), Is.EqualTo(200));
    }

    [Test]
    public async Task What_the_host_takes_off_its_lists_is_gone_from_clients_that_registered_before()
    {
        await using var host = await StartAsync(("GrantTypes:0", "client_credentials"), ("GrantTypes:1", "authorization_code"), ("Scopes:0", "read:reports"));
        var client = await host.RegisterAsync(Everything);
        var options = host.Service<Microsoft.Extensions.Options.IOptions<AttestoOptions>>().Value.Registration;
        options.Scopes = [];
        Assert.That(await ErrorAsync(host, client, "client_credentials", ("scope", "read:reports")), Is.EqualTo("invalid_scope"));
        options.GrantTypes = ["authorization_code"];
        Assert.That(await ErrorAsync(host, client, "client_credentials"), Is.EqualTo("unauthorized_client"));
    }

    [TestCase(10, 4096, 201)]
    [TestCase(11, 2048, 400)]
    [TestCase(1, 4104, 400)]
    [TestCase(1, 16384, 400)]
    public async Task Keys_are_few_and_of_a_size_that_is_cheap_to_check(int count, int bits, int status)
    {
        await using var host = await StartAsync();
        var modulus = System.Buffers.Text.Base64Url.EncodeToString([0xC1, .. Enumerable.Repeat((byte)0x55, (bits / 8) - 1)]);
        var keys = string.Join(',', Enumerable.Repeat($$"""{"kty":"RSA","alg":"PS256","e":"AQAB","n":"{{modulus}}"}""", count));
        var answer = await host.RegisterAsync($$"""{"redirect_uris":["https://client.example/cb"],"token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[{{keys}}]} }""");
        Assert.That(answer.Status, Is.EqualTo(status), answer.ToString());
    }

    [TestCase(16 * 1024, 201)]
    [TestCase((16 * 1024) + 1, 400)]
    public async Task Metadata_has_a_length(int length, int status)
    {
        await using var host = await StartAsync();
        const string start = "{\"redirect_uris\":[\"https://client.example/cb\"],\"x_padding\":\"";
        var answer = await host.RegisterAsync(start + new string('x', length - start.Length - 2) + "\"}");
        Assert.That(answer.Status, Is.EqualTo(status), answer.ToString());
    }

    [Test]
    public async Task A_client_that_is_never_used_is_forgotten_after_a_month()
    {
        await using var host = await StartAsync(("GrantTypes:0", "client_credentials"));
        var client = await host.RegisterAsync(Everything);
        host.Host.Clock.Advance(TimeSpan.FromDays(30));
        Assert.That(await ErrorAsync(host, client, "client_credentials"), Is.EqualTo("invalid_client"));
    }

    [TestCase("true", "true", "invalid_request")]
    [TestCase("true", "false", "invalid_request", Description = "registered clients need PKCE whatever the server says of others")]
    [TestCase("false", "true", "invalid_request")]
    [TestCase("false", "false", null)]
    [TestCase("false", "RequiredUnlessNonce", null)]
    public async Task PKCE_is_demanded_of_registered_clients_unless_the_host_relaxes_it_twice(string ofRegistered, string ofAll, string? error)
    {
        await using var host = new RegistrationHost(await TestHost.StartAsync(configuration: new()
        {
            ["Attesto:Registration:Enabled"] = "true",
            ["Attesto:Registration:RequirePkce"] = ofRegistered,
            ["Attesto:Authorization:RequirePkce"] = ofAll,
        }));
        var client = await host.RegisterAsync(RegistrationHost.Web);
        using var answer = await host.Host.CreateClient().GetAsync(
            $"/oauth/authorize?response_type=code&scope=openid&nonce=n-1&client_id={client["client_id"]}&redirect_uri=https%3A%2F%2Fclient.example%2Fcb");
        var hasCode = answer.Headers.Location?.Query.Contains("code=", StringComparison.Ordinal) is true;
        Assert.That(hasCode, Is.EqualTo(error is null));
        Assert.That(error is null || (await answer.Content.ReadAsStringAsync()).Contains(error, StringComparison.Ordinal), "shown, for nobody vouched for the redirect URI");
    }

    private static async Task<RegistrationHost> StartAsync(params (string Name, string Value)[] options)
    {
        var configuration = options.ToDictionary(option => $"Attesto:Registration:{option.Name}", option => (string?)option.Value, StringComparer.Ordinal);
        configuration["Attesto:Registration:Enabled"] = "true";
        configuration["Attesto:Scopes:Supported:1"] = "write:reports";
        return new RegistrationHost(await TestHost.StartAsync(configuration: configuration));
    }

    private static async Task<string?> ErrorAsync(RegistrationHost host, Answer client, string grant, params (string, string)[] more)
    {
        using var response = await host.Host.PostAsync(
            "/oauth/token", [("grant_type", grant), ("client_id", client["client_id"]!), ("client_secret", client["client_secret"]!), .. more]);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("error").GetString();
    }
}
