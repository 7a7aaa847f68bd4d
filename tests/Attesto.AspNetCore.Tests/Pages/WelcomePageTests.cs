using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attesto.AspNetCore.Tests.Pages;

/// <summary>The welcome page: what it tells in Development, and that nothing is told elsewhere. The walk itself is walked at an emitted host.</summary>
public sealed class WelcomePageTests
{
    [Test]
    public async Task It_says_where_the_server_is_what_is_configured_and_who_can_sign_in()
    {
        await using var host = await StartAsync("Development", page => (page.ClientId, page.People) = ("spa", ["ann, with the password <b>"]));
        using var answer = await host.CreateClient().GetAsync("/");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.That(page, Does.Contain($"<code>{TestHost.Issuer}</code>").And.Contain($"<code>{TestHost.Issuer}/oauth/token</code>").And.Contain("<code>client_credentials</code>")
            .And.Contain("<code>None</code>").And.Contain("the memory of this process").And.Contain("<li>ann, with the password &lt;b&gt;</li>"));
        Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'").And.Not.Contain("unsafe"));
        Assert.That(page, Does.Not.Contain("<script").And.Not.Contain("style=").And.Not.Contain("id=\"try\""), "this host listens nowhere, so nobody could come back");
    }

    [Test]
    public async Task Without_a_demo_there_is_nothing_to_try()
    {
        await using var host = await StartAsync("Development", _ => { });
        var page = await host.CreateClient().GetStringAsync("/");
        Assert.That(page, Does.Contain("There is no client to try it with").And.Contain("whom the host's own policies know"));
        using var tried = await host.CreateClient().GetAsync("/attesto/try");
        Assert.That(tried.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_page_of_the_hosts_own_comes_first()
    {
        await using var host = await TestHost.StartAsync(pipeline: app => app.MapAttestoWelcome().MapGet("/", () => "my own"));
        Assert.That(await host.CreateClient().GetStringAsync("/"), Is.EqualTo("my own"));
    }

    [Test]
    public async Task An_answer_that_nobody_waits_for_is_refused_in_words()
    {
        await using var host = await StartAsync("Development", page => page.ClientId = "spa");
        using var answer = await host.CreateClient().GetAsync("/callback?code=x&state=%3Cscript%3E");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("id=\"try-failed\"").And.Not.Contain("<script"));
    }

    [TestCase("/")]
    [TestCase("/attesto/try")]
    [TestCase("/callback?code=x&state=y")]
    public async Task Outside_of_Development_there_is_no_such_page(string path)
    {
        await using var host = await StartAsync("Production", page => page.ClientId = "spa");
        using var answer = await host.CreateClient().GetAsync(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static Task<TestHost> StartAsync(string environment, Action<AttestoWelcomeOptions> demo) => TestHost.StartAsync(
        attesto =>
        {
            attesto.Services.Configure(demo);
            attesto.Services.RemoveAll<SingleNodeStores>(); // Production would refuse them
        },
        pipeline: app => app.MapAttestoWelcome(),
        environment: environment);
}
