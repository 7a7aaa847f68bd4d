var builder = WebApplication.CreateBuilder(args); // AttestoSetup.cs adds the authorization server
builder.Services.AddProblemDetails();

var app = builder.Build();
if (!app.Environment.IsDevelopment())
{
    app.UseExceptionHandler(); // says that something failed, and not what
    app.UseHsts();
}

app.UseAuthentication();
app.UseAuthorization();
app.MapControllers();
app.Run();
