using Microsoft.Extensions.Options;
#if (admin)
using Scalar.AspNetCore;
#endif

var builder = WebApplication.CreateBuilder(args); // AttestoSetup.cs adds the authorization server
builder.Services.AddProblemDetails();
#if (admin)
builder.Services.AddAttestoManagement().AddOpenApi();
builder.Services.AddAuthentication().AddAttestoBearer(); // its access tokens
#endif
#if (docker)
builder.Services.AddHealthChecks().AddAttesto();
#endif

var app = builder.Build();
if (!app.Environment.IsDevelopment())
{
    app.UseExceptionHandler(); // says that something failed, and not what
    app.UseHsts();
}

app.UseAuthentication();
app.UseAuthorization();
app.MapControllers();
app.MapAttestoWelcome(); // the page at /, in Development only
#if (admin)
app.MapAttestoManagement(); // at /manage/v1, for clients that may ask for the scope attesto.manage
if (app.Environment.IsDevelopment())
{
    app.MapOpenApi(); // /openapi/v1.json
    app.MapScalarApiReference(); // a page of it, at /scalar
}
#endif
#if (docker)
app.MapHealthChecks("/health/live", new() { Predicate = _ => false }); // the process answers
app.MapHealthChecks("/health/ready"); // and a key signs, and the database answers
#endif
if (await app.RunAttestoCommandAsync(args) is { } exitCode) // dotnet ProjectOfHost.dll clients list; "help" lists the commands
{
    return exitCode;
}

try
{
    app.Run();
    return 0;
}
catch (OptionsValidationException)
{
    return 1; // the log has said what is wrong with the settings
}
