using System.Text.RegularExpressions;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Faults;

/// <summary>The clients of the lab and the steps that they take. A step without a grant answers null.</summary>
internal sealed partial class Clients(RoundRobinClient front, LabJwk key)
{
    public const string Public = "public";
    public const string Pushing = "pushing";
    public const string Asking = "asking";
    public const string Machine = "machine";
    public const string Leaving = "leaving";

    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    // One verifier for all: only its requests are written with it, nothing is sent.
    private readonly Browser _forms = new(front.Nodes[0], null!);

    /// <summary>The lab file that knows these clients.</summary>
    /// <param name="key">The key of <see cref="Pushing"/>.</param>
    /// <param name="logoutUri">Where <see cref="Leaving"/> is told of a logout; null if it is not.</param>
    public static JsonObject Lab(LabJwk key, string? logoutUri = null) => LabJson.Lab(
            LabJson.Client(Public, client => client["public"] = true),
            LabJson.Client(Asking, client => (client["public"], client["consent"]) = (true, "screen")),
            LabJson.WithKey(Pushing, key),
            LabJson.Confidential(Machine),
            LabJson.Client(Leaving, client => (client["public"], client["backchannel_logout_uri"], client["backchannel_logout_session_required"]) = (true, logoutUri, true)))
        .With(options =>
        {
            options["Logout"] = new JsonObject { ["Enabled"] = true };
            options["Issuer"] = Cluster.Issuer;
            options["SweepInterval"] = "00:00:05";

            // A busy machine may take longer between two steps than a person's patience would: nothing here is about lifetimes.
            options["AuthorizationCodeLifetime"] = "00:05:00";
            options["RefreshTokenGracePeriod"] = "00:05:00";
            options["PushedAuthorization"] = new JsonObject { ["Lifetime"] = "00:05:00" };
            // One person decides for all devices at once, and each look-up holds a guess while it runs: the limit is not what is tried here.
            options["Device"] = new JsonObject { ["Enabled"] = true, ["PollInterval"] = "00:00:01", ["MaxGuesses"] = 1000 };
        });

    public Task<Reply> AuthorizeAsync(string client, LabHost? node = null) => AuthorizeAsync(Step.Authorization, _forms.Request(client), node);

    /// <summary>The same in the session of another person, which nobody else's scenario ends.</summary>
    public Task<Reply> AuthorizeBobAsync(string client) => AuthorizeAsync(Step.Authorization, _forms.Request(client), null, "bob");

    public Task<Reply> CompleteAsync(string requestUri, LabHost? node = null) =>
        AuthorizeAsync(Step.PushedCompletion, new() { ["client_id"] = Pushing, ["request_uri"] = requestUri }, node);

    public Task<Reply> RedeemAsync(string code, string client, LabHost? node = null)
    {
        var form = _forms.Redemption(code, client);
        return front.PostAsync(Step.Redemption, "/oauth/token", client is Pushing ? form.Concat(Assertion()) : form, node);
    }

    public Task<Reply> RefreshAsync(string token, LabHost? node = null) => front.PostAsync(
        Step.Rotation,
        "/oauth/token",
        [KeyValuePair.Create("grant_type", "refresh_token"), KeyValuePair.Create("refresh_token", token), KeyValuePair.Create("client_id", Public)],
        node);

    public Task<Reply> RevokeAsync(string token, LabHost? node = null) => front.PostAsync(
        Step.Revocation, "/oauth/revoke", [KeyValuePair.Create("token", token), KeyValuePair.Create("client_id", Public)], node);

    public Task<Reply> UserInfoAsync(string token) =>
        front.GetAsync(Step.UserInfo, "/oauth/userinfo", null, ("Authorization", $"Bearer {token}"));

    public Task<Reply> ApiAsync(string token) => front.GetAsync(Step.Api, "/api/reports", null, ("Authorization", $"Bearer {token}"));

    public Task<Reply> PushAsync() =>
        front.PostAsync(Step.Push, "/oauth/par", _forms.Request(Pushing).Select(field => KeyValuePair.Create(field.Key, field.Value!)).Concat(Assertion()));

    /// <summary>Client credentials with a DPoP proof or a client assertion that may be sent more than once.</summary>
    public Task<Reply> CredentialsAsync(string proof, LabHost node) => front.PostAsync(
        Step.Proof,
        "/oauth/token",
        [KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("client_id", Machine), KeyValuePair.Create("client_secret", LabJson.Secret)],
        node,
        ("DPoP", proof));

    public Task<Reply> CredentialsAsync(IEnumerable<KeyValuePair<string, string>> assertion, LabHost node) =>
        front.PostAsync(Step.Assertion, "/oauth/token", assertion.Append(KeyValuePair.Create("grant_type", "client_credentials")), node);

    public string Proof() => key.Proof("POST", $"{Cluster.Issuer}/oauth/token");

    public IEnumerable<KeyValuePair<string, string>> Assertion() =>
        [KeyValuePair.Create("client_assertion_type", AssertionType), KeyValuePair.Create("client_assertion", key.Assertion(Pushing, Cluster.Issuer))];

    public Task<Reply> StartDeviceAsync() => front.PostAsync(Step.Device, "/oauth/device_authorization", MachineWith("scope", LabJson.Scope));

    public Task<Reply> PollAsync(string deviceCode, LabHost? node = null) => front.PostAsync(
        Step.DevicePoll,
        "/oauth/token",
        MachineWith("device_code", deviceCode).Append(KeyValuePair.Create("grant_type", "urn:ietf:params:oauth:grant-type:device_code")),
        node);

    /// <summary>A device starts, and a person gets the form of the device page from some node; null if the device did not get a code, or the person no form.</summary>
    public async Task<DeviceForm?> OpenDevicePageAsync()
    {
        var started = await StartDeviceAsync();
        if (started["device_code"] is not { } deviceCode)
        {
            return null;
        }

        var (path, userCode) = (new Uri(started["verification_uri"]!).AbsolutePath, started["user_code"]!);
        var page = await front.GetAsync(Step.Device, $"{path}?user_code={userCode}", null, ("Accept", "text/html"), ("Cookie", "login=alice"));
        var fields = HiddenFields(page.Text);
        if (!fields.ContainsKey("confirmation"))
        {
            return null; // an outage answered: there is no form to send
        }

        fields["user_code"] = userCode;
        return new DeviceForm(deviceCode, path, fields, $"login=alice; {page.Cookies}");
    }

    /// <summary>A person approves or denies; the page that comes back says which, if it was in time.</summary>
    public Task<Reply> DecideAsync(DeviceForm form, string decision, LabHost? node = null) => front.PostAsync(
        Step.DeviceDecision, form.Path, form.Fields.Append(KeyValuePair.Create("decision", decision)), node, ("Accept", "text/html"), ("Cookie", form.Cookies));

    public Task<Reply> LogOutAsync(string idToken, LabHost node) =>
        front.GetAsync(Step.Logout, $"/oauth/end_session?id_token_hint={idToken}", node, ("Accept", "text/html"), ("Cookie", "login=bob"));

    /// <summary>The form of a consent page, filled in with yes; null if none was shown.</summary>
    public async Task<Dictionary<string, string>?> ConsentFormAsync()
    {
        var form = HiddenFields((await AuthorizeAsync(Asking)).Text);
        form["decision"] = "authorize";
        return form.ContainsKey("consent_grant") ? form : null;
    }

    public Task<Reply> ConsentAsync(Dictionary<string, string> form, LabHost node) =>
        front.PostAsync(Step.Consent, "/oauth/authorize", form, node, ("Cookie", "login=alice"), ("Accept", "application/json"));

    private Task<Reply> AuthorizeAsync(Step step, Dictionary<string, string?> request, LabHost? node, string login = "alice") =>
        front.GetAsync(step, $"/oauth/authorize?{Browser.Query(request)}", node, ("Cookie", $"login={login}"), ("Accept", "application/json"));

    private static IEnumerable<KeyValuePair<string, string>> MachineWith(string name, string value) =>
        [KeyValuePair.Create("client_id", Machine), KeyValuePair.Create("client_secret", LabJson.Secret), KeyValuePair.Create(name, value)];

    private static Dictionary<string, string> HiddenFields(string page) => HiddenField().Matches(page)
        .ToDictionary(match => WebUtility.HtmlDecode(match.Groups["name"].Value), match => WebUtility.HtmlDecode(match.Groups["value"].Value), StringComparer.Ordinal);

    [GeneratedRegex("""<input (?=[^>]*type="hidden")[^>]*name="(?<name>[^"]*)"[^>]*value="(?<value>[^"]*)""")]
    private static partial Regex HiddenField();
}

/// <summary>A device's code, the form of the device page for it, and what a browser sends with it.</summary>
internal sealed record DeviceForm(string DeviceCode, string Path, Dictionary<string, string> Fields, string Cookies);
