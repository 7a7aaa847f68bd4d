namespace Attesto.Interop;

/// <summary>Auth.js on Node.js: it reads who signed in from the ID token and never asks UserInfo.</summary>
[RunsClient("@auth/core", "web application", "sign-in with name and e-mail of the ID token, and without; sign-out")]
public sealed class AuthJsTests
{
    private readonly int _port = LabHost.FreePort();
    private LabHost _host = null!;

    private string Origin => $"https://localhost:{_port}";

    [OneTimeSetUp]
    public async Task Start() => _host = await LabHost.StartAsync(LabJson.Lab(
        Application("web"),
        Application("lean", client => client["scope_claims_in_id_token"] = false)).With(options => options["Logout"] = new JsonObject { ["Enabled"] = true }));

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_person_signs_in_with_name_and_address_and_signs_out_of_both()
    {
        var result = await RunAsync("web");
        Assert.Multiple(() =>
        {
            Assert.That((string?)result["request"]!["code_challenge_method"], Is.EqualTo("S256"));
            Assert.That((string?)result["after_sign_in"], Is.EqualTo(Origin));
            Assert.That((string?)result["signed_in"]!["user"]!["email"], Is.EqualTo("alice@people.example"));
            Assert.That((string?)result["signed_in"]!["user"]!["name"], Does.StartWith("Alice"));
            Assert.That(result["signed_out"], Is.Null);
            Assert.That((string?)result["returned"], Is.EqualTo($"{Origin}/?state=s"));
            Assert.That(result["errors"]!.AsArray(), Is.Empty);
        });
    }

    [Test(Description = "OpenID Connect Core §5.4")]
    public async Task Without_the_claims_of_its_scope_in_the_ID_token_the_person_has_no_name()
    {
        var result = await RunAsync("lean");
        Assert.That(result["signed_in"]!["user"]!.AsObject().Select(member => member.Key), Has.No.Member("name").And.No.Member("email"));
        Assert.That((string?)result["returned"], Is.EqualTo($"{Origin}/?state=s"), "and is signed in and out all the same");
    }

    private JsonObject Application(string id, Action<JsonObject>? more = null) => LabJson.Confidential(id, client =>
    {
        client["redirect_uris"] = new JsonArray($"{Origin}/auth/callback/attesto");
        client["post_logout_redirect_uris"] = new JsonArray($"{Origin}/");
        client["id_token_signed_response_alg"] = "RS256";
        more?.Invoke(client);
    });

    private async Task<JsonObject> RunAsync(string clientId) => await NodeClient.RunAsync("auth-js.mjs", new JsonObject
    {
        ["issuer"] = _host.Url,
        ["client_id"] = clientId,
        ["client_secret"] = LabJson.Secret,
        ["session_secret"] = "of-the-application-alone-5e1f",
        ["port"] = _port,
        ["pfx"] = LabAuthority.Instance.ServerFile,
        ["passphrase"] = LabAuthority.Password,
        ["login"] = "alice",
    });
}
