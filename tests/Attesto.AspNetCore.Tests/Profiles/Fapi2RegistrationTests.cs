using Attesto.AspNetCore.Tests.Registration;

namespace Attesto.AspNetCore.Tests.Profiles;

/// <summary>Nobody registers a client that the profile would not serve.</summary>
public sealed class Fapi2RegistrationTests
{
    // RFC 7515 appendix A.3
    private const string Jwks =
        "\"jwks\":{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

    private FapiClient _client = null!;

    [OneTimeSetUp]
    public async Task Start() => _client = await FapiClient.StartAsync("Fapi2Security", null, ("Registration:Enabled", "true"), ("Registration:RateLimit", "1000"));

    [OneTimeTearDown]
    public async Task Stop() => await _client.DisposeAsync();

    [TestCase("", 201)]
    [TestCase(",\"token_endpoint_auth_method\":\"none\"", 400)]
    [TestCase(",\"token_endpoint_auth_method\":\"client_secret_basic\"", 400)]
    [TestCase(",\"id_token_signed_response_alg\":\"RS256\"", 400)]
    [TestCase(",\"id_token_signed_response_alg\":\"ES256\"", 201)]
    [TestCase(",\"redirect_uris\":[\"http://127.0.0.1/cb\"],\"application_type\":\"web\"", 400)]
    [TestCase(",\"redirect_uris\":[\"http://localhost/cb\"],\"application_type\":\"native\"", 400)]
    [TestCase(",\"redirect_uris\":[\"http://127.0.0.1/cb\"],\"application_type\":\"native\"", 201)]
    public async Task What_is_registered_fits_the_profile(string changes, int status)
    {
        var redirect = changes.Contains("redirect_uris", StringComparison.Ordinal) ? "" : "\"redirect_uris\":[\"https://client.example/cb\"],";
        var answer = await new RegistrationHost(_client.Host).RegisterAsync($"{{{redirect}{Jwks}{changes}}}");
        Assert.That((answer.Status, answer["error"], answer["token_endpoint_auth_method"]),
            Is.EqualTo(status is 201 ? (201, null, "private_key_jwt") : (400, "invalid_client_metadata", (string?)null)), answer.ToString());
    }
}
