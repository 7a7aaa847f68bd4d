using Attesto.Authorize;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>A redirect URI that only the client has vouched for: nobody is forwarded to it by an error (RFC 9700 §4.11.2).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SelfVouchedClientTests
{
    private readonly FrontChannel _server = new();

    [TestCase(ClientOrigin.Registration)]
    [TestCase(ClientOrigin.MetadataDocument)]
    public async Task An_error_before_the_sign_in_is_shown_with_a_link(ClientOrigin origin)
    {
        _server.App = _server.App with { Origin = origin };
        var answer = (await _server.AuthorizeAsync(("scope", "made_up"))).Answer;
        Assert.That(answer, Is.TypeOf<AuthorizeAnswer.Show>());
        var show = (AuthorizeAnswer.Show)answer;
        Assert.That((show.Error.Code, show.Response!.ToLocation()), Is.EqualTo(("invalid_scope",
            $"{FrontChannel.Callback}?error=invalid_scope&error_description={Uri.EscapeDataString(show.Error.Description!)}&state=xyz&iss=https%3A%2F%2Fas.example")));
    }

    [Test]
    public async Task The_hosts_own_client_and_prompt_none_are_redirected()
    {
        Assert.That((await _server.AuthorizeAsync(("scope", "made_up"))).Sent("error"), Is.EqualTo("invalid_scope"));
        _server.App = _server.App with { Origin = ClientOrigin.Registration };
        Assert.That((await _server.AuthorizeAsync(("scope", "made_up"), ("prompt", "none"))).Sent("error"), Is.EqualTo("invalid_scope"));
        _server.Person.SignIn = new SignInOutcome.Unauthenticated();
        Assert.That((await _server.AuthorizeAsync(("prompt", "none"))).Sent("error"), Is.EqualTo("login_required"));
    }

    [Test]
    public async Task A_person_who_was_asked_is_sent_back()
    {
        _server.App = _server.App with { Origin = ClientOrigin.Registration };
        _server.Person.SignIn = new SignInOutcome.Refused("access_denied");
        Assert.That((await _server.AuthorizeAsync()).Sent("error"), Is.EqualTo("access_denied"), "they cancelled");
        _server.Person.SignIn = new SignInOutcome.Authenticated("alice");
        _server.Person.Consent = new ConsentOutcome.Denied();
        Assert.That((await _server.AuthorizeAsync()).Sent("error"), Is.EqualTo("access_denied"));
    }
}
