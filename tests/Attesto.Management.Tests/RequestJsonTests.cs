using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Attesto.Management.Tests;

/// <summary>Bodies of the API.</summary>
public sealed class RequestJsonTests
{
    [Test]
    public async Task The_first_body_of_a_process_is_read_like_every_other()
    {
        var fresh = new AssemblyLoadContext("fresh", isCollectible: true); // nothing in it has been used before, as in a host that was just started
        try
        {
            var management = fresh.LoadFromAssemblyPath(typeof(RequestJson).Assembly.Location);
            var rotation = management.GetType(typeof(KeyRotation).FullName!)!;
            var read = management.GetType(typeof(RequestJson).FullName!)!.GetMethod(nameof(RequestJson.ReadAsync))!.MakeGenericMethod(rotation);
            var http = new DefaultHttpContext();
            (http.Request.ContentType, http.Request.Body) = ("application/json", new MemoryStream(Encoding.UTF8.GetBytes("""{"algorithm":"ES256"}""")));
            var reading = (Task)read.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [http, CancellationToken.None], null)!;
            await reading;
            var body = reading.GetType().GetProperty("Result")!.GetValue(reading)!;
            Assert.That(rotation.GetProperty(nameof(KeyRotation.Algorithm))!.GetValue(body), Is.EqualTo("ES256"));
        }
        finally
        {
            fresh.Unload();
        }
    }
}
