namespace Attesto.Faults.Table;

/// <summary>What people see.</summary>
internal static class PageCalls
{
    private static readonly string[] AnotherPage = ["another page"];

    public static IReadOnlyList<Call> All { get; } =
    [
        Page("style of the pages", Needs.Nothing, _ => Task.FromResult(Request.Get("/attesto/pages.css")), reply => reply.Status is 200),
        Page("authorize: signed in", Needs.Writing | Needs.Sessions, world => Task.FromResult(Request.Get(world.Authorization(World.Public), World.Person())), HasCode),
        Page("authorize: posted", Needs.Writing | Needs.Sessions,
            world => Task.FromResult(Request.Post("/oauth/authorize", world.AuthorizationForm(World.Public), World.Person())), HasCode),
        Page("authorize: pushed request", Needs.Writing | Needs.Sessions, PushedAsync, HasCode) with { Spent = AnotherPage },
        Page("authorize: client of a metadata document", Needs.Writing | Needs.Sessions | Needs.Site, PublishedAsync, HasCode),
        Page("authorize: nobody signed in", Needs.Ring,
            world => Task.FromResult(Request.Get(world.Authorization(World.Public), ("Accept", "text/html"))), reply => LeadsTo(reply, "/signin")),
        Page("authorize: nobody signed in, prompt=none", Needs.Nothing,
            world => Task.FromResult(Request.Get($"{world.Authorization(World.Public)}&prompt=none", ("Accept", "text/html"))), reply => LeadsTo(reply, "error=login_required")),
        Page("consent: asked", Needs.Writing | Needs.Ring | Needs.Sessions,
            world => Task.FromResult(Request.Get(world.Authorization(World.Asking), World.Person())), Shows("consent-allow")),
        Page("consent: given", Needs.Writing | Needs.Sessions, ConsentAsync, HasCode) with { Spent = AnotherPage },
        Page("sign-in: shown", Needs.Nothing, async world => Request.Get(await world.SignInPathAsync(), ("Accept", "text/html")), Shows("login-submit")),
        Page("sign-in: sent", Needs.Ring | Needs.SessionChange, SignInAsync, reply => reply.Status is 303),
        Page("device page", Needs.Sessions,
            async world => Request.Get(new Uri((await world.StartDeviceAsync())["verification_uri"]!).AbsolutePath, World.Person()), Shows("user_code")),
        Page("device page: a code", Needs.Reading | Needs.Counting | Needs.Ring | Needs.Sessions,
            async world => Request.Get(World.DevicePage(await world.StartDeviceAsync()), World.Person()), Shows("device-approve")),
        Page("device page: approved", Needs.Writing | Needs.Ring | Needs.Sessions,
            async world => await world.DecisionAsync(await world.StartDeviceAsync()), Shows("device-approved")),
        Page("sign-out: of the session that the ID token names", Needs.SessionChange,
            async world =>
                Request.Get($"/oauth/end_session?id_token_hint={await world.IdTokenAsync("bob")}", World.Person("bob")), Shows("logged-out")) with { Spent = AnotherPage },
        Page("sign-out: asked", Needs.Sessions, async world => await SignOutAsync(world, "carol"), Shows("logout-confirm")),
        Page("sign-out: confirmed", Needs.SessionChange, ConfirmedAsync, Shows("logged-out")),
    ];

    private static Call Page(string name, Needs needs, Func<World, Task<Request>> prepareAsync, Func<Reply, bool> isServed) =>
        new(name, needs, prepareAsync, isServed) { IsPage = true };

    private static bool HasCode(Reply reply) => reply.Code is not null;

    private static Func<Reply, bool> Shows(string id) => reply => reply.Status is 200 && reply.Text.Contains($"id=\"{id}\"", StringComparison.Ordinal);

    private static bool LeadsTo(Reply reply, string part) => reply.Location?.OriginalString.Contains(part, StringComparison.Ordinal) == true;

    private static async Task<Request> PushedAsync(World world)
    {
        var pushed = await world.ServedAsync(Request.Post("/oauth/par", [.. World.Secret, .. world.AuthorizationForm(World.Machine).Where(field => field.Key is not "client_id")]));
        return Request.Get($"/oauth/authorize?client_id={World.Machine}&request_uri={Uri.EscapeDataString(pushed["request_uri"]!)}", World.Person());
    }

    private static Task<Request> PublishedAsync(World world)
    {
        var redirectUri = $"https://localhost:{world.Site.Port}/callback";
        var client = world.Publish(url => new JsonObject
        {
            ["client_id"] = url,
            ["client_name"] = "Published",
            ["redirect_uris"] = new JsonArray(redirectUri),
            ["token_endpoint_auth_method"] = "none",
        });
        return Task.FromResult(Request.Get(world.Authorization(client, redirectUri), World.Person()));
    }

    private static async Task<Request> ConsentAsync(World world)
    {
        var page = await world.ServedAsync(Request.Get(world.Authorization(World.Asking), World.Person()));
        return Request.Post("/oauth/authorize", [.. World.HiddenFields(page), new("decision", "authorize")], World.Person(cookies: page.Cookies));
    }

    private static async Task<Request> SignInAsync(World world)
    {
        var path = await world.SignInPathAsync();
        var page = await world.ServedAsync(Request.Get(path, ("Accept", "text/html")));
        return Request.Post("/signin", [.. World.HiddenFields(page), new("username", "dave"), new("password", "dave")], ("Accept", "text/html"), ("Cookie", page.Cookies));
    }

    private static async Task<Request> SignOutAsync(World world, string person)
    {
        await world.AuthorizeAsync(World.Public, person); // the session is there
        return Request.Get("/oauth/end_session", World.Person(person));
    }

    private static async Task<Request> ConfirmedAsync(World world)
    {
        var page = await world.ServedAsync(await SignOutAsync(world, "dave"));
        return Request.Post("/oauth/end_session", World.HiddenFields(page), World.Person("dave", page.Cookies));
    }
}
