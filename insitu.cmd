@echo off
rem Runs insitu; builds it first when its sources are newer than the last build. The POSIX twin is ./insitu.
rem   JAVA_HOME          the JDK to use; else the java on the PATH
rem   INSITU_JAVA_OPTS   more options for the Java machine, such as -Xmx8g
setlocal
set "root=%~dp0"
set "root=%root:~0,-1%"
set "work=%root%\target\insitu"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo insitu: no Java found; install a JDK 17 or newer, or set JAVA_HOME. 1>&2
  exit /b 1
)
if not exist "%work%" mkdir "%work%"
rem Exit code 3 means: sources are newer than the stamp.
powershell -NoProfile -Command "$r='%root%'; $s=Join-Path '%work%' 'current'; if (-not (Test-Path $s)) { exit 3 }; $t=(Get-Item $s).LastWriteTimeUtc; $f=@(Get-Item (Join-Path $r 'pom.xml')) + @(Get-ChildItem (Join-Path $r '*\pom.xml')) + @(Get-ChildItem -Recurse (Join-Path $r '*\src\main'),(Join-Path $r 'chips')); if ($f | Where-Object { $_.LastWriteTimeUtc -gt $t } | Select-Object -First 1) { exit 3 }; exit 0"
if errorlevel 3 call :build || exit /b 1
"%java%" -XX:+UseSerialGC -XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 %INSITU_JAVA_OPTS% -cp "%work%\app\insitu.jar" org.insitu.cli.Main %*
exit /b %errorlevel%

:build
where mvn >nul 2>&1
if errorlevel 1 (
  echo insitu: no Maven found, and insitu builds itself with it; install Maven 3.6.3 or newer. 1>&2
  exit /b 1
)
rem One build at a time: making a folder succeeds once.
mkdir "%work%\lock" 2>nul
if errorlevel 1 (
  echo insitu: another build of insitu is running; if none is, remove %work%\lock. 1>&2
  exit /b 1
)
echo insitu: sources have changed, building. 1>&2
type nul > "%work%\started"
pushd "%root%"
call mvn -q -B -Dstyle.color=never -Dmaven.test.skip=true -Djacoco.skip -Dspotless.check.skip -pl cli -am package > "%work%\build.log" 2>&1
set "code=%errorlevel%"
popd
if not "%code%"=="0" (
  type "%work%\build.log" 1>&2
  rmdir "%work%\lock"
  echo insitu: the build failed; Maven's words are above. 1>&2
  exit /b 1
)
if exist "%work%\app" rmdir /s /q "%work%\app"
mkdir "%work%\app"
copy /y "%root%\cli\target\lib\*.jar" "%work%\app" >nul && copy /y "%root%\cli\target\insitu.jar" "%work%\app" >nul
if errorlevel 1 (
  rmdir "%work%\lock"
  echo insitu: the build could not be copied to %work%\app; is another insitu running, or the disk full? 1>&2
  exit /b 1
)
move /y "%work%\started" "%work%\current" >nul
rmdir "%work%\lock"
exit /b 0
