namespace Attesto.AspNetCore.Tests.Registration;

public sealed class RegistrationTests
{
    private RegistrationHost _host = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await RegistrationHost.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_client_is_told_everything_that_was_registered()
    {
        var answer = await _host.RegisterAsync("""
            {"redirect_uris":["https://client.example/cb"],"client_name":"Reports \u00e9","contacts":["ops@client.example"],
            "x_unknown":{"a":1},"logo_uri":"https://client.example/logo.png"}
            """);
        Assert.Multiple(() =>
        {
            Assert.That((answer.Status, answer.IsNoStore), Is.EqualTo((201, true)), answer.ToString());
            Assert.That(answer.Body!.Keys, Is.EquivalentTo(new[]
            {
                "client_id", "client_id_issued_at", "client_secret", "client_secret_expires_at", "registration_access_token", "registration_client_uri",
                "token_endpoint_auth_method", "grant_types", "response_types", "redirect_uris", "application_type", "client_name", "contacts", "logo_uri", "scope",
            }));
            Assert.That(answer["client_secret_expires_at"], Is.EqualTo("0"));
            Assert.That(answer["client_id_issued_at"], Is.EqualTo(_host.Host.Clock.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)));
            Assert.That(answer["registration_client_uri"], Is.EqualTo($"{TestHost.Issuer}/oauth/register/{answer["client_id"]}"));
            Assert.That((answer["token_endpoint_auth_method"], answer["grant_types"], answer["application_type"]),
                Is.EqualTo(("client_secret_basic", """["authorization_code","refresh_token"]""", "web")));
            Assert.That(answer["client_name"], Is.EqualTo("Reports \u00e9"));
        });
    }

    [Test(Description = "as Duende.IdentityModel writes what it was not given")]
    public async Task Empty_arrays_count_as_absent()
    {
        var answer = await _host.RegisterAsync("""{"redirect_uris":["https://client.example/cb"],"response_types":[],"grant_types":[],"contacts":[]}""");
        Assert.That(
            (answer.Status, answer["response_types"], answer["grant_types"]), Is.EqualTo((201, """["code"]""", """["authorization_code","refresh_token"]""")), answer.ToString());
    }

    [Test]
    public async Task A_registered_client_gets_tokens()
    {
        var answer = await _host.RegisterAsync(RegistrationHost.Machine);
        Assert.That((answer.Status, await _host.TokenAsync(answer), await _host.TokenAsync(answer, secret: "wrong")), Is.EqualTo((201, 200, 400)));
    }

    [Test]
    public async Task Only_hashes_are_kept_and_no_event_has_a_secret()
    {
        var answer = await _host.RegisterAsync(RegistrationHost.Machine);
        var stored = await _host.Service<IRegisteredClientStore>().FindAsync(answer["client_id"]!, CancellationToken.None);
        var text = stored!.ToString();
        Assert.That(text, Does.Not.Contain(answer["client_secret"]!).And.Not.Contain(answer["registration_access_token"]!));
        Assert.That(stored.Metadata, Does.Not.Contain("client_id\"").And.Not.Contain("client_secret\"").And.Not.Contain("registration_access_token"));
        Assert.That(() => _host.Host.Events, Has.Some.Matches<ServerEvent>(
            said => said!.Name is EventName.ClientRegistered && said.ClientId == answer["client_id"] && said.Metadata.Keys.SequenceEqual(["client_ip"])).After(120_000, 20));
    }

    [Test]
    public async Task A_public_client_and_one_with_keys_get_no_secret()
    {
        var spa = await _host.RegisterAsync(RegistrationHost.Spa);
        var signed = await _host.RegisterAsync("""
            {"redirect_uris":["https://client.example/cb"],"token_endpoint_auth_method":"private_key_jwt","jwks_uri":"https://client.example/jwks"}
            """);
        Assert.That((spa.Status, signed.Status), Is.EqualTo((201, 201)), $"{spa} {signed}");
        Assert.That(spa.Body!.Keys.Concat(signed.Body!.Keys), Has.None.StartsWith("client_secret"));
    }

    [TestCase("", "application/json")]
    [TestCase("[]", "application/json")]
    [TestCase("\"text\"", "application/json")]
    [TestCase("null", "application/json")]
    [TestCase("{", "application/json")]
    [TestCase("""{"redirect_uris":["https://client.example/cb"],"redirect_uris":["https://evil.example/cb"]}""", "application/json")]
    [TestCase("""{"redirect_uris":["https://client.example/cb"],"jwks":{"keys":[],"keys":[]}}""", "application/json")]
    [TestCase("""{"redirect_uris":["https://client.example/cb"],"client_name":"\ud800"}""", "application/json")]
    [TestCase("""{"redirect_uris":["https://client.example/cb"]}""", "text/plain")]
    [TestCase("redirect_uris=https://client.example/cb", "application/x-www-form-urlencoded")]
    public async Task A_body_that_is_not_one_JSON_object_is_refused(string body, string mediaType)
    {
        var answer = await _host.RegisterAsync(body, mediaType: mediaType);
        Assert.That((answer.Status, answer["error"], answer.IsNoStore), Is.EqualTo((400, "invalid_client_metadata", true)));
    }

    [Test]
    public async Task A_body_without_a_type_is_taken_for_JSON_and_a_huge_one_is_refused()
    {
        Assert.That((await _host.RegisterAsync(RegistrationHost.Web, mediaType: null)).Status, Is.EqualTo(201));
        var huge = await _host.RegisterAsync($$"""{"redirect_uris":["https://client.example/cb"],"client_name":"{{new string('x', 1 << 20)}}"}""");
        Assert.That((huge.Status, huge["error"]), Is.EqualTo((400, "invalid_client_metadata")));
    }

    [TestCase("\"token_endpoint_auth_method\":\"tls_client_auth\"", Description = "while mutual TLS is off")]
    [TestCase("\"token_endpoint_auth_method\":\"private_key_jwt\",\"token_endpoint_auth_signing_alg\":\"HS256\",\"jwks_uri\":\"https://client.example/jwks\"")]
    [TestCase("\"request_object_signing_alg\":\"none\"")]
    [TestCase("\"token_endpoint_auth_method\":1")]
    [TestCase("\"token_endpoint_auth_method\":\"private_key_jwt\"", Description = "without keys")]
    [TestCase("\"grant_types\":[\"implicit\"]")]
    [TestCase("\"grant_types\":\"authorization_code\"")]
    [TestCase("\"grant_types\":[\"authorization_code\",1]")]
    [TestCase("\"grant_types\":[\"client_credentials\"],\"token_endpoint_auth_method\":\"none\"")]
    [TestCase("\"response_types\":[\"token\"]")]
    [TestCase("\"scope\":\"a\\\\b\"")]
    [TestCase("\"scope\":[\"read:reports\"]")]
    [TestCase("\"application_type\":\"toaster\"")]
    [TestCase("\"client_uri\":\"javascript:alert(1)\"")]
    [TestCase("\"logo_uri\":\"data:image/svg+xml,x\"")]
    [TestCase("\"policy_uri\":\"not a url\"")]
    [TestCase("\"client_name\":\"a\\u0000b\"")]
    [TestCase("\"client_name\":7")]
    [TestCase("\"contacts\":\"ops@client.example\"")]
    [TestCase("\"jwks\":\"{}\"")]
    [TestCase("\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")]
    [TestCase("\"grant_types\":[\"urn:ietf:params:oauth:grant-type:token-exchange\"]", Description = "not listed for registered clients")]
    [TestCase("\"grant_types\":[\"refresh_token\"]", Description = "nothing to refresh")]
    [TestCase("\"jwks\":{\"keys\":[]},\"jwks_uri\":\"https://client.example/jwks\"")]
    [TestCase("\"jwks_uri\":\"http://client.example/jwks\"")]
    [TestCase("\"jwks_uri\":\"https://client.example\\\\@169.254.169.254/\"")]
    [TestCase("\"backchannel_logout_uri\":\"http://client.example/logout\"")]
    [TestCase("\"backchannel_logout_uri\":\"https://u@client.example/logout\"")]
    [TestCase("\"backchannel_logout_session_required\":\"yes\"")]
    [TestCase("\"subject_type\":\"pairwise\"")]
    [TestCase("\"id_token_signed_response_alg\":\"none\"")]
    [TestCase("\"id_token_signed_response_alg\":\"RS512\"")]
    [TestCase("\"tls_client_certificate_bound_access_tokens\":true", Description = "while it is off")]
    public async Task Metadata_that_cannot_be_served_is_refused(string member)
    {
        var answer = await _host.RegisterAsync($$"""{"redirect_uris":["https://client.example/cb"],{{member}}}""");
        Assert.That((answer.Status, answer["error"]), Is.EqualTo((400, "invalid_client_metadata")), answer.ToString());
    }

    [TestCase("""{}""")]
    [TestCase("""{"redirect_uris":[]}""")]
    [TestCase("""{"redirect_uris":null}""")]
    [TestCase("""{"redirect_uris":"https://client.example/cb"}""")]
    [TestCase("""{"redirect_uris":[1]}""")]
    [TestCase("""{"redirect_uris":["https://client.example/cb",""]}""")]
    [TestCase("""{"redirect_uris":["/cb"]}""")]
    [TestCase("""{"redirect_uris":["https:///cb"]}""")]
    [TestCase("""{"redirect_uris":["https://client.example/cb#frag"]}""")]
    [TestCase("""{"redirect_uris":["https://user@client.example/cb"]}""")]
    [TestCase("""{"redirect_uris":["https://client.example\\@evil.example/cb"]}""")]
    [TestCase("""{"redirect_uris":["https://client.example/c b"]}""")]
    [TestCase("""{"redirect_uris":["http://client.example/cb"]}""")]
    [TestCase("""{"redirect_uris":["http://127.0.0.1@evil.example/cb"]}""")]
    [TestCase("""{"redirect_uris":["http://localhost.evil.example/cb"]}""")]
    [TestCase("""{"redirect_uris":["javascript:alert(1)"]}""")]
    [TestCase("""{"redirect_uris":["JavaScript://client.example/%0aalert(1)"]}""")]
    [TestCase("""{"redirect_uris":["data:text/html,x"]}""")]
    [TestCase("""{"redirect_uris":["file:///etc/passwd"]}""")]
    [TestCase("""{"redirect_uris":["vbscript:x"]}""")]
    [TestCase("""{"redirect_uris":["mailto:thief@evil.example"]}""")]
    [TestCase("""{"redirect_uris":["https://client.example/cb","data:text/html,x"]}""", Description = "one of two")]
    [TestCase("""{"redirect_uris":["https://[x/cb"]}""")]
    [TestCase("""{"redirect_uris":["https://[::1/cb"]}""")]
    [TestCase("""{"redirect_uris":["https://x]/cb"]}""")]
    [TestCase("""{"redirect_uris":["https://[127.0.0.1]/cb"]}""")]
    [TestCase("""{"redirect_uris":["https://client.example:port/cb"]}""")]
    [TestCase("""{"redirect_uris":["https://client.example:70000/cb"]}""")]
    [TestCase("""{"redirect_uris":["https://client..example/cb"]}""")]
    [TestCase("""{"redirect_uris":["cursor://[x/cb"]}""")]
    [TestCase("""{"redirect_uris":["cursor://user@host/cb"]}""")]
    [TestCase("""{"redirect_uris":["https://client.example/cb"],"post_logout_redirect_uris":["javascript:alert(1)"]}""")]
    [TestCase("""{"redirect_uris":["https://client.example/cb"],"post_logout_redirect_uris":["https://client.example/out#x"]}""")]
    public async Task A_redirect_that_is_not_safe_is_refused(string body)
    {
        var answer = await _host.RegisterAsync(body);
        Assert.That((answer.Status, answer["error"]), Is.EqualTo((400, "invalid_redirect_uri")), answer.ToString());
    }

    [TestCase("https://client.example/cb", "web")]
    [TestCase("https://client.example/cb?tenant=1", "web")]
    [TestCase("http://127.0.0.1/cb", "native")]
    [TestCase("http://127.0.0.1:9999/cb", "native")]
    [TestCase("http://[::1]:9999/cb", "native")]
    [TestCase("http://localhost:9999/cb", "native")]
    [TestCase("com.example.app:/cb", "native")]
    [TestCase("cursor://anysphere.cursor-mcp/oauth/callback", "native")]
    [TestCase("https://[2001:4860::8888]:8443/cb", "web")]
    public async Task The_application_type_follows_from_the_redirects_if_it_is_not_said(string redirect, string type)
    {
        var answer = await _host.RegisterAsync($$"""{"redirect_uris":["{{redirect}}"],"token_endpoint_auth_method":"none"}""");
        Assert.That((answer.Status, answer["application_type"]), Is.EqualTo((201, type)), answer.ToString());
    }

    [Test]
    public async Task The_first_fault_wins_in_the_documented_order()
    {
        const string metadata = "\"client_uri\":\"javascript:x\"";
        const string scope = "\"scope\":\"non\\\\sense\"," + metadata;
        const string redirects = "\"redirect_uris\":[\"javascript:x\"]," + scope;
        const string grants = "\"grant_types\":[\"implicit\"]," + redirects;
        const string method = "\"token_endpoint_auth_method\":\"magic\"," + grants;
        Assert.That((await _host.RegisterAsync($"{{{method}}}"))["error_description"], Does.Contain("token_endpoint_auth_method"));
        Assert.That((await _host.RegisterAsync($"{{{grants}}}"))["error_description"], Does.Contain("grant_types"));
        Assert.That((await _host.RegisterAsync($"{{{redirects}}}"))["error_description"], Does.Contain("redirect_uris"));
        Assert.That((await _host.RegisterAsync($"{{\"redirect_uris\":[\"https://c.example/cb\"],{scope}}}"))["error_description"], Does.Contain("scope"));
    }

    [Test]
    public async Task Everything_that_discovery_advertises_can_be_registered()
    {
        var discovery = (await _host.SendAsync(HttpMethod.Get, "/.well-known/openid-configuration")).Body!;
        Assert.That(discovery["registration_endpoint"].GetString(), Is.EqualTo($"{TestHost.Issuer}/oauth/register"));
        foreach (var method in discovery["token_endpoint_auth_methods_supported"].EnumerateArray())
        {
            var answer = await _host.RegisterAsync(
                $$"""{"redirect_uris":["https://client.example/cb"],"jwks_uri":"https://client.example/jwks","token_endpoint_auth_method":{{method.GetRawText()}}}""");
            Assert.That(answer.Status, Is.EqualTo(201), answer.ToString());
        }

        var everything = await _host.RegisterAsync($$"""
            {"redirect_uris":["https://client.example/cb"],"grant_types":{{discovery["grant_types_supported"].GetRawText()}},"response_types":{{discovery["response_types_supported"].GetRawText()}},
             "scope":"{{string.Join(' ', discovery["scopes_supported"].EnumerateArray().Select(scope => scope.GetString()))}}","id_token_signed_response_alg":{{discovery["id_token_signing_alg_values_supported"][0].GetRawText()}},
             "subject_type":"public","dpop_bound_access_tokens":true}
            """);
        Assert.That(everything.Status, Is.EqualTo(201), everything.ToString());
    }

    [Test]
    public async Task A_null_member_counts_as_absent() =>
        Assert.That((await _host.RegisterAsync("""{"redirect_uris":["https://client.example/cb"],"client_name":null,"jwks":null,"scope":null}""")).Status, Is.EqualTo(201));

    [TestCase("https://client.example", "https://client.example")]
    [TestCase("https://evil.example", null)]
    public async Task A_page_reads_the_answer_only_if_the_client_redirects_to_its_origin(string origin, string? allowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/register");
        request.Content = new StringContent(RegistrationHost.Spa, System.Text.Encoding.UTF8, "application/json");
        request.Headers.Add("Origin", origin);
        using var response = await _host.Host.CreateClient().SendAsync(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(201));
        Assert.That(response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null, Is.EqualTo(allowed));
    }

    [Test]
    public async Task Plain_HTTP_is_refused()
    {
        var client = _host.Host.CreateClient();
        client.BaseAddress = new Uri("http://auth.example");
        using var response = await client.PostAsync("/oauth/register", new StringContent(RegistrationHost.Web, System.Text.Encoding.UTF8, "application/json"));
        Assert.That(((int)response.StatusCode, await response.Content.ReadAsStringAsync()),
            Is.EqualTo((400, """{"error":"invalid_request","error_description":"this endpoint is served over TLS only"}""")));
    }

    [Test]
    public async Task A_server_that_does_not_offer_it_has_no_route_and_advertises_none()
    {
        await using var host = await RegistrationHost.StartAsync(attesto: null, ("Enabled", "false"));
        Assert.That((await host.RegisterAsync(RegistrationHost.Web)).Status, Is.EqualTo(404));
        Assert.That((await host.SendAsync(HttpMethod.Get, "/.well-known/oauth-authorization-server")).Body, Does.Not.ContainKey("registration_endpoint"));
    }

    [TestCase("\"token_endpoint_auth_method\":\"client_secret_jwt\"", "token_endpoint_auth_method", "client_secret_basic")]
    [TestCase("\"token_endpoint_auth_method\":\"magic\",\"token_endpoint_auth_methods_supported\":[\"magic\",\"client_secret_post\",\"none\"]", "token_endpoint_auth_method",
        "client_secret_post")]
    [TestCase("\"grant_types\":[\"authorization_code\",\"implicit\",\"password\"]", "grant_types", "[\"authorization_code\"]")]
    [TestCase("\"grant_types\":[]", "grant_types", "[\"authorization_code\",\"refresh_token\"]")]
    [TestCase("\"grant_types\":[\"authorization_code\",\"client_credentials\"],\"token_endpoint_auth_method\":\"none\"", "grant_types", "[\"authorization_code\"]")]
    [TestCase("\"response_types\":[\"code\",\"code id_token\",\"token\"]", "response_types", "[\"code\"]")]
    [TestCase("\"response_types\":[]", "response_types", "[\"code\"]")]
    [TestCase("\"scope\":\"read:reports nonsense * read:*\"", "scope", "read:reports")]
    [TestCase("\"scope\":\"nonsense\"", "scope", "openid", Description = "as if it had named none")]
    [TestCase("\"scope\":\"\"", "scope", "openid")]
    [TestCase("\"client_uri\":\"\",\"contacts\":[]", "client_uri", null)]
    [TestCase("\"application_type\":\"web\"", "application_type", "native")]
    public async Task Of_what_is_asked_a_client_gets_what_can_be_served_and_is_told(string member, string name, string? registered)
    {
        var answer = await _host.RegisterAsync($$"""{"redirect_uris":["com.example.app:/cb"],{{member}}}""");
        Assert.That((answer.Status, answer[name]), Is.EqualTo((201, registered)), answer.ToString());
    }

    [Test(Description = "RFC 7591 §2: the default is client_secret_basic; a client that did not choose may not read the answer")]
    public async Task A_client_that_names_no_method_may_send_its_secret_either_way()
    {
        var client = await _host.RegisterAsync("""{"grant_types":["client_credentials"]}""");
        Assert.That((client["token_endpoint_auth_method"], await _host.TokenAsync(client)), Is.EqualTo(("client_secret_basic", 200)));
        using var basic =
            new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]) };
        basic.Headers.TryAddWithoutValidation(
            "Authorization", $"Basic {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{client["client_id"]}:{client["client_secret"]}"))}");
        Assert.That((int)(await _host.Host.CreateClient().SendAsync(basic)).StatusCode, Is.EqualTo(200));
    }

    [Test(Description = "RFC 8259 §8.1")]
    public async Task A_byte_order_mark_before_the_body_is_ignored() => Assert.That((await _host.RegisterAsync("\uFEFF" + RegistrationHost.Web)).Status, Is.EqualTo(201));
}
